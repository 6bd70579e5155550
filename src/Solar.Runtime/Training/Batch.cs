using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Solar.Runtime.Layers;
using Solar.Runtime.Training.Data;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

/// <summary>What one optimiser step learns from: a sequence of forward passes.</summary>
public sealed class Batch : IEnumerable<MicroBatch>
{
    private readonly TokenRows _data;
    private readonly int[][] _rows;
    private readonly Device _device;
    private readonly TrainedParameters _parameters;
    private readonly CancellationToken _cancellationToken;
    private int[] _current = [];

    internal Batch(long step, int[][] rows, TokenRows data, Device device, TrainedParameters parameters, CancellationToken cancellationToken)
    {
        Step = step;
        _rows = rows;
        _data = data;
        _device = device;
        _parameters = parameters;
        _cancellationToken = cancellationToken;
        Tokens = rows.Sum(micro => micro.Sum(row => (long)data.Used(row)));
        Targets = rows.Sum(micro => micro.Sum(row => (long)data.Targets(row)));
    }

    /// <summary>The step, 0 for the first of the run.</summary>
    public long Step { get; }

    /// <summary>Targets of all its forward passes together: what every partial loss is divided by.</summary>
    public long Targets { get; }

    /// <summary>Tokens of all its forward passes together, without padding.</summary>
    public long Tokens { get; }

    /// <summary>
    /// Mean cross-entropy of a target over the forward passes that were recorded; with the loss of the routers, where the model's is declared.
    /// </summary>
    public double Loss { get; private set; }

    /// <summary>Adds the loss of the forward pass that is under way, after its backward pass.</summary>
    /// <param name="loss">Its scalar, already divided by <see cref="Targets"/>.</param>
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

    /// <summary>The forward passes; the tensors of each live until the next is asked for.</summary>
    public IEnumerator<MicroBatch> GetEnumerator()
    {
        foreach (int[] rows in _rows)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            _current = rows;
            using MicroBatch micro = Make(rows);
            yield return micro;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal TrainingDivergedException GradientDiverged(double norm) => Diverged("norm of the gradient", norm, AllRows);

    internal TrainingDivergedException LossSpiked(int steps, double threshold) => new(Step + 1, "loss", Loss, AllRows, _data.Places(AllRows))
    {
        Spikes = steps,
        Threshold = threshold,
    };

    private int[] AllRows => [.. _rows.SelectMany(rows => rows)];

    private TrainingDivergedException Diverged(string quantity, double value, int[] rows) => new(Step + 1, quantity, value, rows, _data.Places(rows));

    private MicroBatch Make(int[] rows)
    {
        var packed = new PackedBatch(_data, rows);
        long[] shape = [rows.Length, packed.Length];
        return new MicroBatch(
            tensor(packed.Ids, shape, device: _device),
            tensor(packed.Labels, shape, device: _device),
            packed.HasSeveralDocuments
                ? new ForwardContext
                {
                    Positions = tensor(packed.Positions, shape, device: _device),
                    DocumentIds = tensor(packed.Documents, shape, device: _device),
                }
                : ForwardContext.None,
            rows,
            (double)rows.Length / _rows.Sum(micro => micro.Length));
    }
}
