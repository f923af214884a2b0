"""The files of docs/deploy: their syntax, and that the commands and variables in them are those of this package."""

import ast
import json
import shlex
import subprocess
from pathlib import Path

import pytest

from tf2notes import catalog, clusters, run

FOLDER = Path(__file__).parents[1] / "docs" / "deploy"
yaml = pytest.importorskip("yaml")


def manifests(name):
    return list(yaml.safe_load_all((FOLDER / name).read_text()))


def pods(manifest):
    """Every pod template below a manifest."""
    if isinstance(manifest, dict):
        if "containers" in manifest:
            yield manifest
        for part in manifest.values():
            yield from pods(part)


def commands():
    """(file, command line) of everything that runs an example."""
    for path in sorted(FOLDER.glob("*.yaml")):
        for manifest in manifests(path.name):
            for pod in pods(manifest):
                for container in pod["containers"]:
                    words = container["command"] + container["args"]
                    if "tf2notes.run" in words:
                        yield path.name, words
    script = (FOLDER / "slurm.sh").read_text().replace("\\\n", " ")
    line = next(line for line in script.splitlines() if "tf2notes.run" in line)
    yield "slurm.sh", shlex.split(line.partition("||")[0])


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.yaml")))
def test_manifests(name):
    """Valid YAML; every object has a kind and a name, and every volume that is mounted is there."""
    for manifest in manifests(name):
        assert manifest["apiVersion"] and manifest["kind"] and manifest["metadata"]["name"]
        for pod in pods(manifest):
            volumes = {volume["name"] for volume in pod.get("volumes", [])}
            for container in pod["containers"]:
                assert {mount["name"] for mount in container.get("volumeMounts", [])} <= volumes
                if container["command"][1:] == ["-c"]:
                    ast.parse(container["args"][0])


@pytest.mark.parametrize(("name", "words"), list(commands()))
def test_commands(name, words):
    """Options that the command line knows, and a folder for all workers."""
    words = words[words.index("tf2notes.run") + 1 :]
    options = run.parse_options(words[0], [word.replace("$FOLDER", "folder") for word in words[1:]])
    assert catalog.uses_training_fit(words[0])
    assert options["strategy"] == "multiworker" and options["folder"]


def test_tf_config_of_kubectl():
    """As Kubernetes fills it in for each pod; as many addresses as pods, by the names that they get."""
    service, job = manifests("kubectl.yaml")
    (pod,) = pods(job)
    env = {variable["name"]: variable for variable in pod["containers"][0]["env"]}
    assert list(env) == ["INDEX", "TF_CONFIG"], "a variable can only refer to those before it"
    for index in range(job["spec"]["completions"]):
        text = env["TF_CONFIG"]["value"].replace("$(INDEX)", str(index))
        clusters.check_tf_config(text)
    name, subdomain, port = job["metadata"]["name"], pod["subdomain"], service["spec"]["ports"][0]["port"]
    assert json.loads(text)["cluster"]["worker"] == [f"{name}-{i}.{subdomain}:{port}" for i in range(index + 1)]
    assert subdomain == service["metadata"]["name"] and service["spec"]["selector"] == {"job-name": name}


def test_variables_of_the_resolver():
    """Those that clusters.py reads."""
    (pod,) = (pod for manifest in manifests("kubernetes-resolver.yaml") for pod in pods(manifest))
    source = Path(clusters.__file__).read_text()
    assert all(f'"{variable["name"]}"' in source for variable in pod["containers"][0]["env"])


def test_slurm_script():
    """Bash finds no fault with it."""
    subprocess.run(["bash", "-n", str(FOLDER / "slurm.sh")], check=True)


def test_ray_script():
    """Python finds none, and what it calls is there."""
    tree = ast.parse((FOLDER / "ray_train.py").read_text())
    called = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "run.main"]
    (arguments,) = called[0].args
    words = [ast.literal_eval(word) for word in arguments.elts if isinstance(word, ast.Constant)]
    assert words == ["--strategy", "multiworker", "--folder"] and callable(run.main)
