using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Solar.Runtime.Layers;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

/// <summary>What one optimiser step learns from, whatever its rows are.</summary>
public abstract class StageBatch
{
    private readonly int[][] _rows;
    private readonly TrainedParameters _parameters;
    private readonly CancellationToken _cancellationToken;
    private int[] _current = [];

    private protected StageBatch(long step, int[][] rows, Device device, TrainedParameters parameters, CancellationToken cancellationToken)
    {
        Step = step;
        Device = device;
        _rows = rows;
        _parameters = parameters;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The step, 0 for the first of the run.</summary>
    public long Step { get; }

    /// <summary>Tokens of all its forward passes together, without padding.</summary>
    public long Tokens { get; private protected init; }

    /// <summary>The loss of the step so far: what its forward passes that were recorded add up to.</summary>
    public double Loss { get; private set; }

    /// <summary>What was measured beside the loss, by the names of the log; null for nothing.</summary>
    internal virtual IReadOnlyDictionary<string, double>? Measured => null;

    /// <summary>What every forward pass has.</summary>
    internal ForwardContext Context { get; init; } = ForwardContext.None;

    /// <summary>Where its tensors are made.</summary>
    private protected Device Device { get; }

    /// <summary>Its rows, of all forward passes.</summary>
    private protected int[] AllRows => [.. _rows.SelectMany(rows => rows)];

    /// <summary>Adds the loss of the forward pass that is under way, after its backward pass.</summary>
    /// <param name="loss">Its scalar: its part of the whole step's loss.</param>
    /// <exception cref="TrainingDivergedException">It is NaN or infinite.</exception>
    public void Record(Tensor loss)
    {
        double value;
        using (Tensor wide = loss.detach().to(ScalarType.Float64))
        {
            value = wide.item<double>();
        }

        if (!double.IsFinite(value))
        {
            throw Diverged("loss", value, _current);
        }

        Loss += value;
        _parameters.Gather();
    }

    internal TrainingDivergedException GradientDiverged(double norm) => Diverged("norm of the gradient", norm, AllRows);

    internal TrainingDivergedException LossSpiked(int steps, double threshold) => new(Step + 1, "loss", Loss, AllRows, Places(AllRows))
    {
        Spikes = steps,
        Threshold = threshold,
    };

    /// <summary>The rows of each forward pass, which is the current one until the next is asked for.</summary>
    private protected IEnumerable<int[]> Passes()
    {
        foreach (int[] rows in _rows)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            _current = rows;
            yield return rows;
        }
    }

    /// <summary>Where rows come from, for messages.</summary>
    private protected abstract string Places(IReadOnlyList<int> rows);

    private TrainingDivergedException Diverged(string quantity, double value, int[] rows) => new(Step + 1, quantity, value, rows, Places(rows));
}
