"""Clusters from the environment: TF_CONFIG, Slurm's variables, Kubernetes' pods."""

import json
import types

import pytest

from tf2notes import clusters

VARIABLES = ["TF_CONFIG", "SLURM_PROCID", "TF2NOTES_PODS", "TF2NOTES_PORT", "TF2NOTES_WORKERS", "HOST_IP"]


@pytest.fixture
def environment(monkeypatch):
    """Sets variables and takes all others that speak of a cluster away."""

    def change(**values):
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    change()
    return change


def config(kind="worker", index=1, **cluster):
    return json.dumps({"cluster": cluster or {"worker": ["a:1", "b:1"]}, "task": {"type": kind, "index": index}})


def test_tf_config(environment):
    """TensorFlow's own resolver reads it."""
    environment(TF_CONFIG=config(index=0, chief=["a:1"], worker=["b:1"]))
    found = clusters.resolver()
    assert found.cluster_spec().as_dict() == {"chief": ["a:1"], "worker": ["b:1"]}
    assert (found.task_type, found.task_id) == ("worker", 0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", r"TF_CONFIG='\{': JSONDecodeError.*expected \{\"cluster\""),
        ('{"cluster": {}}', "KeyError: 'task'"),
        (config(index=2), "task worker 2 is not in the cluster"),
        (config(ps=["a:1"], worker=["b:1", "c:1"]), "a job 'ps': expected chief and worker only"),
        (config("evaluator", 0), "a job 'evaluator'"),
    ],
)
def test_tf_config_that_does_not_fit(text, message, environment):
    """Said with the variable's name, before TensorFlow starts a server."""
    environment(TF_CONFIG=text)
    with pytest.raises(ValueError, match=message):
        clusters.resolver()


def slurm(rank, node, **values):
    return {
        "SLURM_PROCID": str(rank),
        "SLURMD_NODENAME": node,
        "SLURM_STEP_NODELIST": "n[9-10],gpu1",
        "SLURM_STEP_TASKS_PER_NODE": "1,2,1",
        **values,
    }


def test_slurm(environment, monkeypatch):
    """Ranks in the order of Slurm's nodes, n9 before n10; the workers of one node have a port each."""
    environment(**slurm(2, "n10", TF2NOTES_PORT="7000"))
    monkeypatch.setenv("TF_CONFIG", "")  # put back after the test, as resolver() sets it
    found = clusters.resolver()
    assert found.cluster_spec().as_dict() == {"worker": ["n9:7000", "n10:7000", "n10:7001", "gpu1:7000"]}
    assert (found.task_type, found.task_id) == ("worker", 2)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"SLURM_PROCID": "0"}, "SLURM_STEP_NODELIST, SLURM_STEP_TASKS_PER_NODE is not"),
        (slurm(1, "gpu1"), "--distribution=block"),
        (slurm(0, "n9", SLURM_STEP_TASKS_PER_NODE="1"), "3 nodes and the tasks of 1"),
    ],
)
def test_slurm_that_does_not_fit(values, message, environment, monkeypatch):
    """Variables that are missing or contradict each other."""
    monkeypatch.delenv("SLURM_STEP_NODELIST", raising=False)
    environment(**values)
    with pytest.raises(ValueError, match=message):
        clusters.resolver()


class Client:
    """Kubernetes' API as far as the resolver asks it: pods by label, the second not running at first."""

    def __init__(self, addresses):
        self.addresses, self.asked = addresses, []

    def list_pod_for_all_namespaces(self, label_selector):
        self.asked.append(label_selector)
        phase = "Pending" if len(self.asked) == 1 else "Running"
        pods = [
            types.SimpleNamespace(
                metadata=types.SimpleNamespace(name=f"digits-{i}"),
                status=types.SimpleNamespace(phase=phase if i else "Running", host_ip=address),
            )
            for i, address in enumerate(self.addresses)
        ]
        return types.SimpleNamespace(items=pods)


def test_kubernetes(environment, monkeypatch):
    """Waits until all pods run, and finds itself by its node's address."""
    monkeypatch.setattr(clusters.time, "sleep", lambda seconds: None)
    environment(TF2NOTES_PODS="job-name=digits", HOST_IP="10.0.0.2", TF2NOTES_WORKERS="2")
    client = Client(["10.0.0.1", "10.0.0.2"])
    found = clusters.from_kubernetes(client)
    assert found == json.loads(config(index=1, worker=["10.0.0.1:8470", "10.0.0.2:8470"]))
    assert client.asked == ["job-name=digits"] * 2


def test_kubernetes_that_does_not_fit(environment):
    """Pods that do not run, two on one node, no address, no client."""
    environment(TF2NOTES_PODS="job-name=digits", HOST_IP="10.0.0.1", TF2NOTES_WORKERS="3")
    with pytest.raises(ValueError, match=r"do not run after 0 s: Pod \"digits-1\" is not running"):
        clusters.from_kubernetes(Client(["10.0.0.1", "10.0.0.2"]), seconds=0)
    environment(TF2NOTES_PODS="job-name=digits", HOST_IP="10.0.0.1")
    with pytest.raises(ValueError, match=r"10\.0\.0\.1:8470 is 2 times among the pods"):
        clusters.from_kubernetes(Client(["10.0.0.1", "10.0.0.1"]), seconds=5)
    with pytest.raises(ValueError, match="pip install kubernetes"):
        clusters.from_kubernetes()
    environment(TF2NOTES_PODS="job-name=digits")
    with pytest.raises(ValueError, match="HOST_IP is not"):
        clusters.resolver()


def test_no_cluster(environment):
    """Says what was looked for."""
    with pytest.raises(ValueError, match=r"Looked for TF_CONFIG .*SLURM_PROCID.*TF2NOTES_PODS.*tf2notes launch"):
        clusters.resolver()
