"""``tf.train.Supervisor`` in a process with eager mode on: its threads work on the graph."""

import threading

import pytest
import tensorflow.compat.v1 as tf
from tf2notes.legacy import tf1

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")


def saved_steps(folder):
    """The steps of the checkpoints in `folder`."""
    return {path.stem.rpartition("-")[2] for path in folder.glob("model.ckpt-*.index")}


def test_services_and_loops_see_the_graph(tmp_path):
    """Checkpoints come by time, the step counter writes, and a thread of `loop` may ask for the global step."""
    called = threading.Event()
    with tf.Graph().as_default():
        step = tf.train.get_or_create_global_step()
        advance = tf.assign_add(step, 1)
        tf.summary.scalar("step", step)
        saver = tf.train.Saver(max_to_keep=1)
        supervisor = tf1.train.Supervisor(logdir=str(tmp_path), saver=saver, save_model_secs=1, save_summaries_secs=1)
        with supervisor.managed_session() as sess:

            def target(greeting, name):
                assert (greeting, name) == ("hello", "you")
                assert tf.train.get_global_step() is not None
                supervisor.summary_computed(sess, sess.run(supervisor.summary_op))
                called.set()

            supervisor.loop(0.1, target, args=("hello",), kwargs={"name": "you"})
            for _ in range(5):
                sess.run(advance)
            assert called.wait(20)
            for _ in range(100):  # of 0.2 seconds
                if saved_steps(tmp_path) == {"5"} or supervisor.coord.wait_for_stop(0.2):
                    break
            assert saved_steps(tmp_path) == {"5"}
    assert isinstance(supervisor, tf.train.Supervisor)
