"""``tf.contrib.opt``: optimizers of several workers that each train variables of their own and meet now and then.

A getter for `tf.variable_scope` makes the worker's variables local, and their counterparts on the parameter servers;
the optimizer of the same name updates both. Each optimizer's hook brings the workers to the same start.
"""

import tensorflow.compat.v1 as tf

GLOBAL_VARIABLE_NAME = "global_center_variable"
LOCAL_VARIABLE_NAME = "local_center_variable"
GRAD_VARIABLE_NAME = "grad_variable"
GLOBAL_STEP = "global_step"


class _VariableMap:
    """A dict from variables, whatever their `==` means."""

    def __init__(self):
        self._values = {}

    def __setitem__(self, variable, value):
        self._values[variable.ref()] = value

    def __getitem__(self, variable):
        return self._values[variable.ref()]

    def __len__(self):
        return len(self._values)

    def get(self, variable, default=None):
        return self._values.get(variable.ref(), default)


class _PairedGetter:
    """A custom getter: a trainable variable is local to the worker, has a global twin and a local companion."""

    _companion_name = None

    def __init__(self, worker_device):
        self._worker_device = worker_device
        self._global_map = _VariableMap()
        self._companions = _VariableMap()

    def __call__(self, getter, name, trainable, collections, *args, **kwargs):
        if not trainable:
            return self._untrained(getter, name, collections, *args, **kwargs)
        local = {"collections": [tf.GraphKeys.LOCAL_VARIABLES]}
        with tf.device(self._worker_device):
            variable = getter(name, *args, trainable=True, **local, **kwargs)
        if kwargs["reuse"] is True:
            return variable
        center = getter(
            f"{GLOBAL_VARIABLE_NAME}/{name}",
            *args,
            trainable=False,
            collections=[tf.GraphKeys.GLOBAL_VARIABLES],
            **kwargs,
        )
        with tf.device(self._worker_device):
            companion = getter(f"{self._companion_name}/{name}", *args, trainable=False, **local, **kwargs)
        triples = [(variable, center, companion)]
        if kwargs["partitioner"] is not None:
            triples = zip(variable, center, companion, strict=True)
        for one, its_center, its_companion in triples:
            self._global_map[one] = its_center
            self._companions[one] = its_companion
        return variable

    def _untrained(self, getter, name, collections, *args, **kwargs):
        device = self._worker_device if tf.GraphKeys.LOCAL_VARIABLES in (collections or ()) else None
        with tf.device(device) if device else tf.control_dependencies([]):
            return getter(name, *args, trainable=False, collections=collections, **kwargs)


class AGNCustomGetter(_PairedGetter):
    """Replaces: tf.contrib.opt.AGNCustomGetter"""

    _companion_name = GRAD_VARIABLE_NAME

    @property
    def _grad_map(self):
        return self._companions

    def _untrained(self, getter, name, collections, *args, **kwargs):
        return getter(name, *args, trainable=False, collections=collections, **kwargs)


class ElasticAverageCustomGetter(_PairedGetter):
    """Replaces: tf.contrib.opt.ElasticAverageCustomGetter"""

    _companion_name = LOCAL_VARIABLE_NAME

    @property
    def _local_map(self):
        return self._companions


class _WorkersOptimizer(tf.train.Optimizer):
    """Counts the worker's own steps; each `period`-th meets the others."""

    def __init__(self, opt, num_worker, period, use_locking, name):
        super().__init__(use_locking, name)
        self._opt = opt
        self._num_worker = num_worker
        self._period = period
        self._local_step = tf.get_variable(
            initializer=0, trainable=False, collections=[tf.GraphKeys.LOCAL_VARIABLES], name="local_step"
        )
        self._opt._prepare()

    def _count_step(self):
        return tf.assign_add(self._local_step, 1, name="local_step_update").op

    def _meets(self, local_update):
        with tf.control_dependencies([local_update]):
            return tf.equal(tf.floormod(self._local_step, self._period), 0)

    def make_session_run_hook(self, is_chief, task_index):
        """The hook that brings this worker's variables to their start."""
        return _StartHook(is_chief, lambda: self.get_init_op(task_index))


class _StartHook(tf.train.SessionRunHook):
    def __init__(self, is_chief, make_op):
        self._is_chief = is_chief
        self._make_op = make_op

    def begin(self):
        self._local_init_op = tf.local_variables_initializer()
        self._global_init_op = tf.global_variables_initializer() if self._is_chief else None
        self._variable_init_op = self._make_op()

    def after_create_session(self, session, coord):
        session.run(self._variable_init_op)


def _move_to_local(names):
    """What the wrapped optimizer created belongs to this worker."""
    variables = tf.get_collection_ref(tf.GraphKeys.GLOBAL_VARIABLES)
    moved = [v for v in variables if v.op.name in names]
    variables[:] = [v for v in variables if v.op.name not in names]
    for v in moved:
        tf.add_to_collection(tf.GraphKeys.LOCAL_VARIABLES, v)


class ElasticAverageOptimizer(_WorkersOptimizer):
    """Elastic averaging: every `communication_period` steps worker and center move towards each other.

    Replaces: tf.contrib.opt.ElasticAverageOptimizer
    """

    BETA = 0.9

    def __init__(
        self,
        opt,
        num_worker,
        ea_custom_getter,
        communication_period=10,
        moving_rate=None,
        rho=None,
        use_locking=True,
        synchronous=False,
        name="ElasticAverageOptimizer",
    ):
        self._local_map = ea_custom_getter._local_map
        self._global_map = ea_custom_getter._global_map
        self._synchronous = synchronous
        self._moving_rate = self.BETA / communication_period / num_worker if moving_rate is None else moving_rate
        self._rho = self._moving_rate / opt._learning_rate if rho is None else rho
        super().__init__(opt, num_worker, communication_period, use_locking, name)

    def compute_gradients(
        self,
        loss,
        var_list=None,
        gate_gradients=tf.train.Optimizer.GATE_OP,
        aggregation_method=None,
        colocate_gradients_with_ops=False,
        grad_loss=None,
    ):
        """Of the loss plus `rho` times half the squared distance from the centers."""
        var_list = var_list or tf.trainable_variables()
        centers = [self._local_map[var] for var in var_list]
        distances = [tf.nn.l2_loss(v - center) for v, center in zip(tf.trainable_variables(), centers, strict=False)]
        return self._opt.compute_gradients(
            loss + self._rho * tf.add_n(distances),
            var_list,
            gate_gradients,
            aggregation_method,
            colocate_gradients_with_ops,
            grad_loss,
        )

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        """A step of this worker, and the meeting if it is time; that alone increments `global_step`."""
        before = {v.op.name for v in tf.global_variables()}
        applied = self._opt.apply_gradients(grads_and_vars)
        with tf.control_dependencies([applied]):
            local_update = self._count_step()
        _move_to_local({v.op.name for v in tf.global_variables()} - before)
        local_vars = [v for g, v in grads_and_vars if g is not None]

        def meet():
            updates = []
            fetched = [self._local_map[v].assign(self._global_map[v]) for v in local_vars]
            differences = []
            with tf.control_dependencies(fetched):
                for v in local_vars:
                    with tf.device(v.device):
                        differences.append(tf.subtract(v, self._local_map[v]))
            for v, difference in zip(local_vars, differences, strict=True):
                center = self._global_map[v]
                with tf.device(v.device):
                    updates.append(tf.assign_sub(v, self._moving_rate * difference))
                with tf.device(center.device):
                    updates.append(tf.assign_add(center, self._moving_rate * difference))
            if global_step is not None:
                with tf.colocate_with(global_step):
                    updates.append(tf.assign_add(global_step, 1))
            return tf.group(*updates)

        with tf.control_dependencies([local_update]):
            return tf.cond(self._meets(local_update), meet, tf.no_op)

    def get_init_op(self, task_index):
        """Worker and local centers start at the global centers; `synchronous`, all workers wait for each other."""
        trained = tf.trainable_variables()
        if not trained or not len(self._global_map):
            raise ValueError(
                "The lists of local_variables, global_center_variables, local_center_variables should not be empty  "
            )
        starts = []
        for v in trained:
            starts += [tf.assign(v, self._global_map[v]), tf.assign(self._local_map[v], self._global_map[v])]
        start = tf.group(*starts)
        if not self._synchronous:
            return start
        queues = [
            tf.FIFOQueue(self._num_worker, [tf.bool], shapes=[[]], shared_name=f"variable_init_sync_queue{i}")
            for i in range(self._num_worker)
        ]
        with tf.control_dependencies([start]):
            tokens = [queue.enqueue(False) for i, queue in enumerate(queues) if i != task_index]
        return tf.group(*tokens, queues[task_index].dequeue_many(len(queues) - 1))

    def swapping_saver(self, var_list=None, name="swapping_saver", **kwargs):
        """A Saver that stores the global centers under the names of the trained variables.

        Raises:
            RuntimeError: no variable was made with the getter.
        """
        if not len(self._global_map):
            raise RuntimeError(
                "global_center_variable is empty, please make sure this is called after model created and "
                "ElasticAverageCustomGetter is used when declaring you model"
            )
        var_list = tf.trainable_variables() if var_list is None else var_list
        if not isinstance(var_list, dict):
            from tensorflow.python.training.saving import saveable_object_util

            var_list = saveable_object_util.op_list_to_dict(var_list)
        swapped = {
            key: [self._global_map.get(v, v) for v in var] if isinstance(var, list) else self._global_map.get(var, var)
            for key, var in var_list.items()
        }
        return tf.train.Saver(swapped, name=name, **kwargs)


class AGNOptimizer(_WorkersOptimizer):
    """Accumulated gradient normalization (arXiv:1710.02368): the mean of a period's gradients moves the center.

    Replaces: tf.contrib.opt.AGNOptimizer
    """

    def __init__(
        self, optimizer, num_worker, custom_getter, communication_period=10, use_locking=True, name="AGNOptimizer"
    ):
        self._global_map = custom_getter._global_map
        self._grad_map = custom_getter._grad_map
        super().__init__(optimizer, num_worker, communication_period, use_locking, name)

    def apply_gradients(self, grads_and_vars, global_step=None, name=None):
        """A step of this worker, and the meeting if it is time; that alone increments `global_step`."""
        grads_and_vars = list(grads_and_vars)
        used = [(g, v) for g, v in grads_and_vars if g is not None]

        def create_local(next_creator, collections=None, **kwargs):
            collections = list(collections or [tf.GraphKeys.LOCAL_VARIABLES])
            if tf.GraphKeys.GLOBAL_VARIABLES in collections:
                collections.remove(tf.GraphKeys.GLOBAL_VARIABLES)
                collections.append(tf.GraphKeys.LOCAL_VARIABLES)
            return next_creator(collections=collections, **kwargs)

        with tf.variable_creator_scope(create_local):
            updates = [self._opt.apply_gradients(grads_and_vars)]
        updates += [tf.assign_add(self._grad_map[v], g) for g, v in used]
        sums = [self._grad_map[v] for _, v in used]
        centers = [self._global_map[v] for _, v in used]

        def meet():
            with tf.control_dependencies([tf.assign(g, g / self._period) for g in sums]):
                applied = self._opt.apply_gradients(list(zip(sums, centers, strict=True)))
            with tf.control_dependencies([applied]):
                moves = []
                if global_step is not None:
                    with tf.colocate_with(global_step):
                        moves.append(tf.assign_add(global_step, 1))
                moves += [tf.assign(v, self._global_map[v].read_value()) for _, v in used]
                moves += [tf.assign(g, tf.zeros_like(g)) for g in sums]
                return tf.group(*moves)

        condition = self._meets(self._count_step())
        with tf.control_dependencies(updates):
            return tf.cond(condition, meet, tf.no_op)

    def get_init_op(self, task_index):
        """The worker's variables start at the global centers, the sums of gradients at zero."""
        trained = tf.trainable_variables()
        if not trained or not len(self._global_map):
            raise ValueError(
                "The lists of local_variables, global_center_variables,grad_center_variables should not be empty"
            )
        sums = [self._grad_map[v] for v in trained]
        starts = [tf.assign(v, self._global_map[v]) for v in trained]
        return tf.group(*starts, *[tf.assign(g, tf.zeros_like(g)) for g in sums])
