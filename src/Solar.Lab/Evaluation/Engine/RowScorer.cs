using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Runtime.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Lab.Evaluation.Engine;

/// <summary>What a model says to a window.</summary>
/// <param name="LogLikelihood">Sum of log p over the scored tokens, in nats.</param>
/// <param name="IsGreedy">Whether each of them is the most likely one, the first of equals.</param>
internal readonly record struct WindowScore(double LogLikelihood, bool IsGreedy);

/// <summary>Log-likelihoods of a batch of rows. Logits are made of those positions alone that are asked for.</summary>
/// <param name="pass">The model.</param>
internal sealed class RowScorer(ModelPass pass)
{
    /// <summary>Greatest number of logits at once: 64 MB in double precision.</summary>
    private const long GreatestLogits = 1 << 23;

    private long? _vocabulary;

    /// <summary>The scores of the rows' windows, row by row.</summary>
    /// <param name="rows">Rows that begin with what is in the cache.</param>
    /// <param name="cache">Keys and values of what all of them begin with, a row for each; null for nothing.</param>
    public IReadOnlyList<WindowScore> Score(IReadOnlyList<ScoredRow> rows, KeyValueCache? cache)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();

        int past = (int)(cache?.Length ?? 0);
        int length = rows.Max(row => row.Input.Length) - past;
        Tensor x = pass.Hidden(Ids(rows, past, length), new ForwardContext { Cache = cache });                       // [rows, length, hidden]
        Tensor flat = x.reshape(rows.Count * (long)length, x.size(2));

        // Which positions, each once; and of which of them which token is asked.
        var positions = new List<long>();
        var slots = new List<int>();
        var targets = new List<long>();
        for (int row = 0; row < rows.Count; row++)
        {
            int first = rows[row].From, slot = positions.Count - first;
            for (int i = first; i < rows[row].Input.Length; i++)
            {
                positions.Add((row * (long)length) + i - past);
            }

            foreach (ScoredWindow window in rows[row].Windows)
            {
                for (int i = window.From; i < window.InputLength; i++)
                {
                    slots.Add(slot + i);
                    targets.Add(window.Tokens[i + 1]);
                }
            }
        }

        (double[] values, bool[] isGreedy) = Tokens(flat, [.. positions], slots, targets);
        return Sums(rows, values, isGreedy);
    }

    private static List<WindowScore> Sums(IReadOnlyList<ScoredRow> rows, double[] values, bool[] isGreedy)
    {
        var scores = new List<WindowScore>();
        int at = 0;
        foreach (ScoredWindow window in rows.SelectMany(row => row.Windows))
        {
            double sum = 0;
            bool all = true;
            for (int end = at + window.Scored; at < end; at++)
            {
                sum += values[at];
                all &= isGreedy[at];
            }

            scores.Add(new WindowScore(sum, all));
        }

        return scores;
    }

    // Padding on the right is later than all that is real, so that being causal hides it: any token does.
    private Tensor Ids(IReadOnlyList<ScoredRow> rows, int past, int length)
    {
        long[] ids = new long[rows.Count * length];
        for (int row = 0; row < rows.Count; row++)
        {
            int[] input = rows[row].Input;
            for (int i = past; i < input.Length; i++)
            {
                ids[(row * length) + i - past] = input[i];
            }
        }

        return tensor(ids, rows.Count, length, device: pass.Device);
    }

    // log p of each target, and whether it is the most likely token. Slots ascend within a window, and windows of a row go back to its first.
    private (double[] Values, bool[] IsGreedy) Tokens(Tensor flat, long[] positions, List<int> slots, List<long> targets)
    {
        double[] values = new double[slots.Count];
        bool[] isGreedy = new bool[slots.Count];
        _vocabulary ??= pass.Head(flat.narrow(0, 0, 1)).size(1);
        long vocabulary = _vocabulary.Value;
        for (long start = 0, count; start < positions.Length; start += count)
        {
            using DisposeScope scope = NewDisposeScope();
            count = Math.Min(positions.Length - start, Math.Max(1, GreatestLogits / vocabulary));
            Tensor x = flat.index_select(0, tensor(positions.AsSpan((int)start, (int)count).ToArray(), device: pass.Device));

            // In double precision from here: what a sum of exponentials loses in single would be as much as the whole pass does.
            Tensor logits = pass.Head(x).to(ScalarType.Float64);                                                     // [count, vocabulary]
            double[] normalizers = logits.logsumexp(1).cpu().data<double>().ToArray();
            long[] best = logits.argmax(1).cpu().data<long>().ToArray();

            int[] chosen = [.. Enumerable.Range(0, slots.Count).Where(i => slots[i] >= start && slots[i] < start + count)];
            Tensor index = tensor(chosen.Select(i => ((slots[i] - start) * vocabulary) + targets[i]).ToArray(), device: pass.Device);
            double[] asked = logits.flatten().index_select(0, index).cpu().data<double>().ToArray();
            for (int i = 0; i < chosen.Length; i++)
            {
                int slot = slots[chosen[i]] - (int)start;
                values[chosen[i]] = asked[i] - normalizers[slot];
                isGreedy[chosen[i]] = best[slot] == targets[chosen[i]];
            }
        }

        return (values, isGreedy);
    }
}
