using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Solar.Runtime.Training.Data;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

/// <summary>Rows of tokens that one optimiser step learns from: a sequence of forward passes.</summary>
public sealed class Batch : StageBatch, IEnumerable<MicroBatch>
{
    private readonly TokenRows _data;

    internal Batch(long step, int[][] rows, TokenRows data, Device device, TrainedParameters parameters, CancellationToken cancellationToken)
        : base(step, rows, device, parameters, cancellationToken)
    {
        _data = data;
        Tokens = rows.Sum(Used);
        Targets = rows.Sum(micro => micro.Sum(row => (long)data.Targets(row)));
    }

    /// <summary>Targets of all its forward passes together: what every partial loss is divided by.</summary>
    public long Targets { get; }

    /// <summary>The forward passes; the tensors of each live until the next is asked for.</summary>
    public IEnumerator<MicroBatch> GetEnumerator()
    {
        foreach (int[] rows in Passes())
        {
            using MicroBatch micro = Make(rows);
            yield return micro;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private protected override string Places(IReadOnlyList<int> rows) => _data.Places(rows);

    private long Used(int[] rows) => rows.Sum(row => (long)_data.Used(row));

    private MicroBatch Make(int[] rows)
    {
        var packed = new PackedBatch(_data, rows);
        long[] shape = [rows.Length, packed.Length];
        return new MicroBatch(
            tensor(packed.Ids, shape, device: Device),
            tensor(packed.Labels, shape, device: Device),
            packed.HasPadding ? tensor(packed.Mask, shape, device: Device) : null,
            packed.HasSeveralDocuments
                ? Context with
                {
                    Positions = tensor(packed.Positions, shape, device: Device),
                    DocumentIds = tensor(packed.Documents, shape, device: Device),
                }
                : Context,
            rows,
            (double)Used(rows) / Tokens);
    }
}
