"""Names of the debugger and of freeze_graph that TensorFlow has renamed since TF1."""

import inspect

import pytest
import tensorflow.compat.v1 as v1
from tf2notes.legacy.imports import surface_module


def _watched(options):
    return sorted(watch.node_name for watch in options.debug_options.debug_tensor_watch_opts)


def test_watch_graph_takes_whitelists_and_blacklists():
    """Both pick the same nodes as today's arguments of other names."""
    debug = surface_module("tensorflow.python.debug.lib.debug_utils")
    with v1.Graph().as_default() as graph:
        v1.add(v1.constant(1.0, name="a1"), v1.constant(2.0, name="b1"), name="c")
        options = v1.RunOptions()
        debug.watch_graph(options, graph, debug_urls="file:///tmp", node_name_regex_whitelist="(a1|c)")
        assert _watched(options) == ["a1", "c"]
        options = v1.RunOptions()
        debug.watch_graph_with_blacklists(options, graph, debug_urls="file:///tmp", node_name_regex_blacklist="a1")
        assert _watched(options) == ["b1", "c"]
        with pytest.raises(TypeError, match="one argument"):
            debug.watch_graph(options, graph, node_name_regex_whitelist="a", node_name_regex_allowlist="b")
    public = surface_module("tensorflow.python.debug")
    assert public.watch_graph_with_blacklists is debug.watch_graph_with_blacklists


def test_watch_options_have_their_names_of_tf1():
    """As arguments and as attributes; today's wrappers take the object as theirs."""
    framework = surface_module("tensorflow.python.debug.wrappers.framework")
    options = framework.WatchOptions(debug_ops=["DebugIdentity"], op_type_regex_whitelist="Var.*")
    assert (options.op_type_regex_whitelist, options.op_type_regex_allowlist) == ("Var.*", "Var.*")
    response = framework.OnRunStartResponse("debug_run", [], node_name_regex_whitelist="a")
    assert response.node_name_regex_whitelist == "a"
    from tensorflow.python.debug.wrappers import framework as living

    assert isinstance(options, living.WatchOptions)


def test_freeze_graph_takes_a_blacklist():
    """By TF1's name, at TF1's place."""
    names = list(inspect.signature(surface_module("tensorflow.python.tools.freeze_graph").freeze_graph).parameters)
    assert names[10:13] == ["variable_names_whitelist", "variable_names_blacklist", "input_meta_graph"]
