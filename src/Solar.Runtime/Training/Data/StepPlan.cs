using System;

namespace Solar.Runtime.Training.Data;

/// <summary>
/// Which rows each optimiser step sees: passes over the data in shuffled order, cut into forward passes of B rows, A of them a step; the
/// last of a pass are smaller where the rows do not come out even, as in Hugging Face's Trainer.
/// </summary>
internal sealed class StepPlan
{
    private readonly int _rows, _batch, _accumulation, _seed;
    private long _epoch = -1;
    private int[] _order = [];

    public StepPlan(int rows, TrainingOptions options)
    {
        _rows = rows;
        _batch = options.PerDeviceTrainBatchSize;
        _accumulation = options.GradientAccumulationSteps;
        _seed = options.Seed;

        long rowsPerStep = (long)_batch * _accumulation;
        StepsPerEpoch = (rows + rowsPerStep - 1) / rowsPerStep;
        TotalSteps = options.MaxSteps > 0 ? options.MaxSteps : Math.Max(1, (long)Math.Ceiling(options.NumTrainEpochs * StepsPerEpoch));
    }

    public long StepsPerEpoch { get; }

    public long TotalSteps { get; }

    /// <summary>Rows of all steps before one, those of a repeated pass counted again.</summary>
    public long RowsBefore(long step) =>
        (step / StepsPerEpoch * _rows) + Math.Min(_rows, step % StepsPerEpoch * _batch * _accumulation);

    /// <summary>The rows of one step, an array for each forward pass.</summary>
    /// <param name="step">0 for the first.</param>
    public int[][] Rows(long step)
    {
        int[] order = Order(step / StepsPerEpoch);
        long first = step % StepsPerEpoch * _batch * _accumulation;
        int count = (int)Math.Min((long)_batch * _accumulation, _rows - first);

        int[][] rows = new int[(count + _batch - 1) / _batch][];
        for (int i = 0; i < rows.Length; i++)
        {
            int start = (int)first + (i * _batch);
            rows[i] = order[start..Math.Min(start + _batch, (int)first + count)];
        }

        return rows;
    }

    private int[] Order(long epoch)
    {
        if (epoch != _epoch)
        {
            (_epoch, _order) = (epoch, RowOrder.Of(_rows, _seed, epoch));
        }

        return _order;
    }
}
