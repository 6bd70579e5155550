using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Solar.Lab.Evaluation.Requests;
using Solar.Runtime.Layers;
using Solar.Runtime.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Lab.Evaluation.Engine;

/// <summary>A prompt that is to be gone on with.</summary>
/// <param name="Owner">Number of its request.</param>
/// <param name="Prompt">Its tokens.</param>
/// <param name="Lost">How many tokens were left out before the first.</param>
/// <param name="Request">Where it ends.</param>
internal sealed record GreedyRow(int Owner, int[] Prompt, int Lost, GenerationRequest Request);

/// <summary>Goes on with several prompts at once, always with the most likely token; prompts are padded on the left.</summary>
/// <param name="pass">The model.</param>
/// <param name="tokenizer">Reads what was written, to find where it ends.</param>
/// <param name="cancellationToken">Stops between two tokens.</param>
internal sealed class GreedyWriter(ModelPass pass, ITextTokenizer tokenizer, CancellationToken cancellationToken)
{
    /// <summary>Tokens that the model was fed, padding included, tokens that were kept, and passes.</summary>
    public EngineWork Work { get; private set; }

    /// <summary>The texts, each cut before the first of its end strings.</summary>
    /// <param name="rows">Prompts that ask for equally many tokens.</param>
    /// <param name="onStep">Hears of the share of the greatest number of tokens that is done.</param>
    public string[] Write(IReadOnlyList<GreedyRow> rows, Action<double>? onStep = null)
    {
        int longest = rows.Max(row => row.Prompt.Length), steps = rows[0].Request.MaxNewTokens;
        StopStrings[] stops = [.. rows.Select(row => new StopStrings(row.Request.Until))];
        List<int>[] written = [.. rows.Select(_ => new List<int>())];
        List<int> active = [.. Enumerable.Range(0, rows.Count)];            // which row is at which place of the batch
        bool[] isDone = new bool[rows.Count];

        KeyValueCache cache = pass.CreateCache(rows.Count, longest + steps - 1);
        Tensor? mask = rows.All(row => row.Prompt.Length == longest) ? null : Mask(rows, longest, longest + steps - 1);
        try
        {
            long[] next = Feed(Padded(rows, longest), active.Count, cache, mask);
            for (int step = 1; ; step++)
            {
                for (int place = 0; place < active.Count; place++)
                {
                    int row = active[place];
                    isDone[row] = isDone[row] || IsLast((int)next[place], step == steps, written[row], stops[row]);
                }

                int open = active.Count(row => !isDone[row]);
                if (open == 0)
                {
                    break;
                }

                // Rows that are done cost as much as the others; a copy without them costs about as much as a step.
                if (open * 8 <= active.Count * 7)
                {
                    long[] kept = [.. Enumerable.Range(0, active.Count).Where(place => !isDone[active[place]]).Select(place => (long)place)];
                    Shrink(kept, ref cache, ref mask);
                    next = [.. kept.Select(place => next[place])];
                    active = [.. kept.Select(place => active[(int)place])];
                }

                cancellationToken.ThrowIfCancellationRequested();
                next = Feed(next, active.Count, cache, mask);
                onStep?.Invoke((double)step / steps);
            }
        }
        finally
        {
            cache.Dispose();
            mask?.Dispose();
        }

        Work += new EngineWork(0, 0, 0, 0, written.Sum(ids => (long)ids.Count));
        return [.. rows.Select((_, row) => stops[row].Cut(tokenizer.Decode(written[row])))];
    }

    private bool IsLast(int id, bool isFull, List<int> written, StopStrings stops)
    {
        if (id == tokenizer.EosId)
        {
            return true;
        }

        written.Add(id);
        return isFull || stops.Ends(tokenizer, written);
    }

    // The most likely next token of each row, the first of equals. Logits are made of the last position alone.
    private long[] Feed(long[] ids, int rows, KeyValueCache cache, Tensor? mask)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        long length = ids.Length / rows;
        Tensor input = tensor(ids, rows, length, device: pass.Device);
        Tensor x = pass.Hidden(input, new ForwardContext { Cache = cache, AttentionMask = mask?.narrow(1, 0, cache.Length + length) });
        Work += new EngineWork(0, 0, ids.Length, 1, 0);
        return pass.Head(x.narrow(1, length - 1, 1)).squeeze(1).argmax(1).cpu().data<long>().ToArray();
    }

    private static void Shrink(long[] kept, ref KeyValueCache cache, ref Tensor? mask)
    {
        KeyValueCache former = cache;
        cache = former.Select(kept, former.Capacity);
        former.Dispose();
        if (mask is { } whole)
        {
            using Tensor index = tensor(kept, device: whole.device);
            mask = whole.index_select(0, index).DetachFromDisposeScope();
            whole.Dispose();
        }
    }

    private static long[] Padded(IReadOnlyList<GreedyRow> rows, int longest)
    {
        long[] ids = new long[rows.Count * longest];
        for (int row = 0; row < rows.Count; row++)
        {
            int[] prompt = rows[row].Prompt;
            for (int i = 0; i < prompt.Length; i++)
            {
                ids[((row + 1) * longest) - prompt.Length + i] = prompt[i];
            }
        }

        return ids;
    }

    private Tensor Mask(IReadOnlyList<GreedyRow> rows, int longest, int capacity)
    {
        bool[] real = new bool[rows.Count * capacity];
        for (int row = 0; row < rows.Count; row++)
        {
            int padding = longest - rows[row].Prompt.Length;
            real.AsSpan((row * capacity) + padding, capacity - padding).Fill(true);
        }

        return tensor(real, rows.Count, capacity, device: pass.Device).DetachFromDisposeScope();
    }
}
