using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Solar.Runtime.Training.Data;
using Solar.Runtime.Training.Preferences;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

/// <summary>Preferences that one optimiser step learns from: a sequence of forward passes.</summary>
public sealed class PreferenceBatch : StageBatch, IEnumerable<PreferenceMicroBatch>
{
    private readonly PreferenceSource _source;

    internal PreferenceBatch(
        long step, int[][] rows, PreferenceSource source, Device device, TrainedParameters parameters, CancellationToken cancellationToken)
        : base(step, rows, device, parameters, cancellationToken)
    {
        _source = source;
        Pairs = rows.Sum(pass => (long)pass.Length);
        Tokens = rows.Sum(pass => pass.Sum(row => (long)source.Lengths[row].Tokens));
        ChosenTokens = rows.Sum(pass => pass.Sum(row => (long)source.Lengths[row].ChosenTokens));
    }

    /// <summary>Pairs, or single answers, of all its forward passes together.</summary>
    public long Pairs { get; }

    /// <summary>Tokens of all better, or wanted, answers together.</summary>
    public long ChosenTokens { get; }

    /// <summary>What was measured in the forward passes so far.</summary>
    public PreferenceMetrics Metrics { get; private set; } = PreferenceMetrics.None;

    /// <summary>The forward passes; the tensors of each live until the next is asked for.</summary>
    public IEnumerator<PreferenceMicroBatch> GetEnumerator()
    {
        foreach (int[] rows in Passes())
        {
            using PreferenceMicroBatch micro = _source.Make(this, rows, Device);
            yield return micro;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    internal override IReadOnlyDictionary<string, double> Measured => Metrics.Named().ToDictionary(metric => metric.Name, metric => metric.Value, StringComparer.Ordinal);

    internal void Add(PreferenceMetrics metrics) => Metrics += metrics;

    private protected override string Places(IReadOnlyList<int> rows) => _source.Rows.Places(rows);
}
