#!/bin/bash
# Two nodes with one worker each: sbatch slurm.sh
# Change: partition, GPUs, the environment, RUNS (a folder that all nodes can write).
#SBATCH --job-name=digits
#SBATCH --nodes=2
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=8
#SBATCH --time=04:00:00
#SBATCH --requeue
#SBATCH --signal=TERM@120
# With GPUs: #SBATCH --gpus-per-task=1

set -euo pipefail

RUNS="${RUNS:-$HOME/runs}"
# A job that is requeued keeps its number, and so goes on in the same folder.
FOLDER="$RUNS/digits-$SLURM_JOB_ID"
mkdir -p "$FOLDER"

# source "$HOME/venv/bin/activate"

# The workers find each other by Slurm's variables. If one dies the others end, too, and all start again, three times:
# from the last checkpoint. 143 is SIGTERM, after which Slurm starts the job again if it was preempted.
for attempt in 0 1 2 3; do
    code=0
    srun --distribution=block --kill-on-bad-exit=0 \
        python -m tf2notes.run cnn_mnist --strategy multiworker --folder "$FOLDER" --save-seconds 60 || code=$?
    if [[ $code -eq 0 || $code -eq 143 || $code -eq 2 ]]; then
        exit "$code"
    fi
    echo "attempt $attempt ended with code $code" >&2
done
exit "$code"
