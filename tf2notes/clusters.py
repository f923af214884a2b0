"""Which machines train together: from ``TF_CONFIG``, Kubernetes or Slurm, whichever the environment speaks of.

Importing this imports no TensorFlow.
"""

import json
import os
import time

PORT = 8470
POD_SECONDS = 600.0  # pods start one after the other
TRAINS = ("chief", "worker")
LOOKED_FOR = (
    "TF_CONFIG (Kubeflow and Ray set it, and tf2notes launch)",
    "SLURM_PROCID with SLURM_STEP_NODELIST (srun sets them)",
    "TF2NOTES_PODS with HOST_IP (docs/deploy/kubernetes-resolver.yaml sets them)",
)


def resolver():
    """TensorFlow's cluster resolver for this environment.

    ``TF_CONFIG`` comes first, as it is set on purpose; Slurm's variables are there in every job step. What Slurm or
    Kubernetes say is put into ``TF_CONFIG``: TensorFlow's own resolver for Slurm sorts hosts by name (n1, n10, n2),
    which is not the order of the ranks, and fails on nodes without ``nvidia-smi``.

    Raises:
        ValueError: the environment names no cluster, or one that does not fit; says what was looked for.
    """
    import tensorflow as tf

    if os.environ.get("TF_CONFIG"):
        check_tf_config(os.environ["TF_CONFIG"])
    elif "SLURM_PROCID" in os.environ:
        os.environ["TF_CONFIG"] = json.dumps(from_slurm())
    elif "TF2NOTES_PODS" in os.environ:
        os.environ["TF_CONFIG"] = json.dumps(from_kubernetes())
    else:
        raise ValueError(
            "strategy='multiworker': the environment names no cluster. Looked for "
            + ", ".join(LOOKED_FOR)
            + ". To try it out on this machine: tf2notes launch --workers 2 NAME"
        )
    return tf.distribute.cluster_resolver.TFConfigClusterResolver()


def check_tf_config(text):
    """Raise a `ValueError` where ``TF_CONFIG`` is not what `MultiWorkerMirroredStrategy` can use."""
    try:
        config = json.loads(text)
        cluster, task = config["cluster"], config["task"]
        kind, index = task["type"], int(task["index"])
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(
            f"TF_CONFIG={text!r}: {type(error).__name__}: {error}; expected "
            '{"cluster": {"worker": ["host:port", ...]}, "task": {"type": "worker", "index": 0}}'
        ) from None
    others = [job for job in (kind, *cluster) if job not in TRAINS]
    if others:
        raise ValueError(
            f"TF_CONFIG has a job {others[0]!r}: expected {' and '.join(TRAINS)} only. Every worker holds all "
            "variables, so parameter servers have nothing to do; see docs/distributed.md"
        )
    if not 0 <= index < len(cluster.get(kind, [])):
        raise ValueError(f"TF_CONFIG: task {kind} {index} is not in the cluster {json.dumps(cluster)}")


def from_slurm():
    """``TF_CONFIG`` of a task that ``srun`` has started: one worker a task, in the order of the ranks."""
    from tensorflow.python.distribute.cluster_resolver import slurm_cluster_resolver as slurm

    missing = [name for name in ("SLURM_STEP_NODELIST", "SLURM_STEP_TASKS_PER_NODE") if name not in os.environ]
    if missing:
        raise ValueError(f"SLURM_PROCID is set, and {', '.join(missing)} is not: start the workers by srun")
    hosts = slurm.expand_hostlist(os.environ["SLURM_STEP_NODELIST"])
    tasks = slurm.expand_tasks_per_node(os.environ["SLURM_STEP_TASKS_PER_NODE"])
    if len(hosts) != len(tasks):
        raise ValueError(f"Slurm names {len(hosts)} nodes and the tasks of {len(tasks)}")
    places = [(host, i) for host, count in zip(hosts, tasks, strict=True) for i in range(count)]
    rank, own = int(os.environ["SLURM_PROCID"]), os.environ.get("SLURMD_NODENAME")
    if rank >= len(places) or (own and places[rank][0] != own):
        raise ValueError(
            f"Slurm: rank {rank} of {len(places)} runs on {own}, which is not where the order of the nodes puts it: "
            "start the workers by srun --distribution=block"
        )
    return _config([f"{host}:{port() + i}" for host, i in places], rank)


def from_kubernetes(client=None, seconds=POD_SECONDS):
    """``TF_CONFIG`` by TensorFlow's resolver for Kubernetes, which takes the addresses of the nodes.

    So it is for pods with ``hostNetwork``, one on each node; without, ``TF_CONFIG`` in the manifest is simpler.
    """
    import tensorflow as tf

    selector, own = os.environ["TF2NOTES_PODS"], os.environ.get("HOST_IP")
    if not own:
        raise ValueError("TF2NOTES_PODS is set, and HOST_IP is not: give the pod its status.hostIP by that name")
    found = tf.distribute.cluster_resolver.KubernetesClusterResolver(
        {"worker": [selector]}, tf_server_port=port(), override_client=client or _client()
    )
    addresses = _running(found, int(os.environ.get("TF2NOTES_WORKERS", "1")), selector, seconds)
    address = f"{own}:{port()}"
    if addresses.count(address) != 1:
        raise ValueError(
            f"{address} is {addresses.count(address)} times among the pods of {selector!r}, {', '.join(addresses)}: "
            "expected one pod on each node, with hostNetwork: true"
        )
    return _config(addresses, addresses.index(address))


def port():
    """The first port of a node's workers: ``TF2NOTES_PORT``, else 8470."""
    return int(os.environ.get("TF2NOTES_PORT", PORT))


def _config(addresses, index):
    return {"cluster": {"worker": addresses}, "task": {"type": "worker", "index": index}}


def _running(found, expected, selector, seconds):
    """The addresses of all pods, once all of them run."""
    end = time.monotonic() + seconds
    while True:
        try:
            addresses = found.cluster_spec().as_dict().get("worker", [])
            if len(addresses) >= expected:
                return addresses
            state = f"{len(addresses)} of {expected}"
        except RuntimeError as error:  # a pod that does not run yet
            state = str(error)
        if time.monotonic() >= end:
            raise ValueError(f"the pods of {selector!r} do not run after {seconds:g} s: {state}")
        time.sleep(min(2.0, seconds))


def _client():
    try:
        from kubernetes import client, config
    except ImportError:
        raise ValueError(
            "TF2NOTES_PODS is set, and the package kubernetes is not installed: pip install kubernetes, or give "
            "TF_CONFIG, which needs none (docs/deploy/kubectl.yaml)"
        ) from None
    config.load_incluster_config()
    return client.CoreV1Api()
