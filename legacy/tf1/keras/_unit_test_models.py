"""Models of TF1's ``model_subclassing_test_util`` that tf_keras has no longer."""

from tf_keras.src import layers, models

__all__ = ["MultiIOTestModel", "SimpleTestModel"]


class SimpleTestModel(models.Model):
    """Two dense layers; between them dropout and batch normalization, where asked for."""

    def __init__(self, use_bn=False, use_dp=False, num_classes=10):
        super().__init__(name="test_model")
        self.use_bn = use_bn
        self.use_dp = use_dp
        self.num_classes = num_classes
        self.dense1 = layers.Dense(32, activation="relu")
        self.dense2 = layers.Dense(num_classes, activation="softmax")
        if use_dp:
            self.dp = layers.Dropout(0.5)
        if use_bn:
            self.bn = layers.BatchNormalization(axis=-1)

    def call(self, x):
        hidden = self.dense1(x)
        if self.use_dp:
            hidden = self.dp(hidden)
        if self.use_bn:
            hidden = self.bn(hidden)
        return self.dense2(hidden)


class MultiIOTestModel(models.Model):
    """Two inputs through one layer, dropout on the first, batch normalization on the second, and an output of each."""

    def __init__(self, use_bn=False, use_dp=False, num_classes=(2, 3)):
        super().__init__(name="test_model")
        self.use_bn = use_bn
        self.use_dp = use_dp
        self.num_classes = num_classes
        self.dense1 = layers.Dense(32, activation="relu")
        self.dense2 = layers.Dense(num_classes[0], activation="softmax")
        self.dense3 = layers.Dense(num_classes[1], activation="softmax")
        if use_dp:
            self.dp = layers.Dropout(0.5)
        if use_bn:
            self.bn = layers.BatchNormalization()

    def call(self, inputs):
        first, second = (self.dense1(each) for each in inputs)
        if self.use_dp:
            first = self.dp(first)
        if self.use_bn:
            second = self.bn(second)
        return [self.dense2(first), self.dense3(second)]
