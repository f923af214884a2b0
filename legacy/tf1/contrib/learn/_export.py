"""How an estimator of contrib.learn becomes a saved model."""

import os

import tensorflow.compat.v1 as tf
from tensorflow.python.ops import resources, variables


def export_savedmodel(
    estimator,
    export_dir_base,
    serving_input_fn,
    default_output_alternative_key=None,
    assets_extra=None,
    as_text=False,
    checkpoint_path=None,
    strip_default_attrs=False,
):
    """Write the model for serving into a new folder below `export_dir_base`; its path, as bytes.

    Raises:
        ValueError: no `serving_input_fn`, or outputs that do not fit the key.
        NotFittedError: there is no checkpoint.
    """
    from tf2notes.legacy.tf1.contrib.learn import constants
    from tf2notes.legacy.tf1.contrib.learn._estimator import ModeKeys, NotFittedError
    from tf2notes.legacy.tf1.contrib.learn.utils import saved_model_export_utils as utils

    if serving_input_fn is None:
        raise ValueError("serving_input_fn must be defined.")
    checkpoint_path = checkpoint_path or tf.train.latest_checkpoint(estimator.model_dir)
    if not checkpoint_path:
        raise NotFittedError(f"Couldn't find trained model at {estimator.model_dir}.")
    folder = utils.get_timestamped_export_dir(export_dir_base)
    unnamed = utils.get_temp_export_dir(folder)
    builder = tf.saved_model.builder.SavedModelBuilder(tf.compat.as_str(unnamed))
    with tf.Graph().as_default() as graph:
        tf.train.create_global_step(graph)
        input_ops = serving_input_fn()
        inputs, features = utils.get_input_alternatives(input_ops)
        for name in input_ops.features:
            tf.add_to_collection(constants.COLLECTION_DEF_KEY_FOR_INPUT_FEATURE_KEYS, name)
        ops = estimator._call_model_fn(features, None, ModeKeys.INFER, estimator.config)
        outputs, key = utils.get_output_alternatives(ops, default_output_alternative_key)
        shared = resources.initialize_resources(resources.shared_resources())
        init = tf.group(tf.local_variables_initializer(), shared, tf.tables_initializer())
        signatures = utils.build_all_signature_defs(inputs, outputs, key)
        with tf.Session() as session:
            saver = ops.scaffold.saver if ops.scaffold is not None else None
            saver = saver or tf.train.Saver(variables._all_saveable_objects(), sharded=True)
            saver.restore(session, checkpoint_path)
            builder.add_meta_graph_and_variables(
                session,
                (tf.saved_model.tag_constants.SERVING,),
                signature_def_map=signatures,
                assets_collection=tf.get_collection(tf.GraphKeys.ASSET_FILEPATHS),
                main_op=init,
                strip_default_attrs=strip_default_attrs,
            )
    for name, source in (assets_extra or {}).items():
        target = os.path.join(unnamed, b"assets.extra", tf.compat.as_bytes(name))
        tf.gfile.MakeDirs(os.path.dirname(target))
        tf.gfile.Copy(source, target)
    builder.save(as_text)
    tf.gfile.Rename(unnamed, folder)
    return folder
