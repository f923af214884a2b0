"""Two workers under Ray Train: python ray_train.py --storage /shared/runs

Needs ``pip install "ray[train]"`` beside tf2notes on every node. Ray sets TF_CONFIG for each worker; where one dies,
all start again and go on from the last checkpoint.
"""

import argparse

from ray.train import FailureConfig, RunConfig, ScalingConfig
from ray.train.tensorflow import TensorflowTrainer


def train_worker(options):
    """Runs on each worker."""
    from tf2notes import run

    code = run.main([options["example"], "--strategy", "multiworker", "--folder", options["folder"]])
    if code:
        raise RuntimeError(f"{options['example']} ended with code {code}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--storage", required=True, help="a folder that all nodes can write")
    parser.add_argument("--example", default="cnn_mnist")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--gpu", action="store_true", help="one GPU for each worker")
    options = parser.parse_args()
    trainer = TensorflowTrainer(
        train_worker,
        train_loop_config={"example": options.example, "folder": f"{options.storage}/{options.example}"},
        scaling_config=ScalingConfig(num_workers=options.workers, use_gpu=options.gpu),
        run_config=RunConfig(storage_path=options.storage, failure_config=FailureConfig(max_failures=3)),
    )
    trainer.fit()


if __name__ == "__main__":
    main()
