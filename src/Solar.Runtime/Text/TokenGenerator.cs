using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Runtime.Text;

/// <summary>Generates token ids: one sequence as a stream, or many at once.</summary>
public static class TokenGenerator
{
    /// <summary>The tokens after a prompt, each as soon as it is known.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prompt">Ids of the prompt, at least one.</param>
    /// <param name="options">How tokens are chosen.</param>
    /// <param name="eosId">The end token; where it ends the text it is not given. Null for none.</param>
    /// <returns>At most <see cref="GenerationOptions.MaxNewTokens"/> ids, fewer at the end token and where the model has no more positions.</returns>
    /// <exception cref="ArgumentException">The prompt is empty or longer than the model's positions, or an option is outside of its range.</exception>
    public static IEnumerable<int> Stream(ICausalLanguageModel model, IReadOnlyList<int> prompt, GenerationOptions options, int? eosId = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(options);
        int room = Room(model, [prompt], options);
        return Iterate();

        IEnumerable<int> Iterate()
        {
            TokenSampler sampler = new(options);
            RandomStream random = new(options.Seed, 0);
            using BatchDecoder decoder = new(model, [prompt], prompt.Count + room - 1);
            decoder.FeedPrompts([prompt]);
            for (int made = 1; ; made++)
            {
                int id = sampler.Choose(decoder.Logits(0), random);
                if (options.StopAtEos && id == eosId)
                {
                    yield break;
                }

                yield return id;
                if (made == room)
                {
                    yield break;
                }

                decoder.Feed([id]);
            }
        }
    }

    /// <summary>The tokens after each of several prompts, all computed at once; each as if it were alone.</summary>
    /// <param name="model">The model.</param>
    /// <param name="prompts">Ids of each prompt, of any lengths.</param>
    /// <param name="options">How tokens are chosen; each sequence draws from a stream of its own.</param>
    /// <param name="eosId">The end token; where it ends a text it is not given. Null for none.</param>
    /// <param name="firstStream">The stream of the first sequence, for one that comes after others of the same seed.</param>
    /// <returns>The new ids of each sequence.</returns>
    /// <exception cref="ArgumentException">A prompt is empty or longer than the model's positions, or an option is outside of its range.</exception>
    public static IReadOnlyList<IReadOnlyList<int>> Generate(
        ICausalLanguageModel model, IReadOnlyList<IReadOnlyList<int>> prompts, GenerationOptions options, int? eosId = null, int firstStream = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(prompts);
        ArgumentNullException.ThrowIfNull(options);
        if (prompts.Count == 0)
        {
            return [];
        }

        int room = Room(model, prompts, options);
        TokenSampler sampler = new(options);
        RandomStream[] random = [.. prompts.Select((_, row) => new RandomStream(options.Seed, firstStream + row))];
        List<int>[] made = [.. prompts.Select(_ => new List<int>())];
        bool[] isDone = new bool[prompts.Count];
        long[] next = new long[prompts.Count];

        using BatchDecoder decoder = new(model, prompts, prompts.Max(prompt => prompt.Count) + room - 1);
        decoder.FeedPrompts(prompts);
        while (true)
        {
            for (int row = 0; row < prompts.Count; row++)
            {
                if (!isDone[row])
                {
                    int id = sampler.Choose(decoder.Logits(row), random[row]);
                    next[row] = id;
                    isDone[row] = options.StopAtEos && id == eosId;
                    if (!isDone[row])
                    {
                        made[row].Add(id);
                        isDone[row] = made[row].Count == room;
                    }
                }
            }

            if (Array.TrueForAll(isDone, done => done))
            {
                return made;
            }

            decoder.Feed(next);                             // a sequence that is done repeats its last token; nobody looks
        }
    }

    /// <summary>Texts of the model's own, drawn from its distribution: the begin token and what follows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="count">Number of texts.</param>
    /// <param name="bosId">The begin token.</param>
    /// <param name="eosId">The end token; it ends a text and is not given. Null for texts of full length.</param>
    /// <param name="maxNewTokens">Greatest number of tokens after the begin token.</param>
    /// <param name="seed">Equal seeds give equal texts, whatever <paramref name="batch"/> is, up to the rounding of the batch's products.</param>
    /// <param name="temperature">1 for the model's own distribution.</param>
    /// <param name="batch">How many are computed at once.</param>
    /// <returns>The ids of each text, begin token included.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Sample(
        ICausalLanguageModel model, int count, int bosId, int? eosId, int maxNewTokens, ulong seed, double temperature = 1, int batch = 64)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        GenerationOptions options = new() { MaxNewTokens = maxNewTokens, Temperature = temperature, Seed = seed };
        List<IReadOnlyList<int>> texts = new(count);
        while (texts.Count < count)
        {
            int[][] prompts = [.. Enumerable.Repeat(new[] { bosId }, Math.Min(batch, count - texts.Count))];
            IReadOnlyList<IReadOnlyList<int>> drawn = Generate(model, prompts, options, eosId, firstStream: texts.Count);
            texts.AddRange(drawn.Select(ids => (IReadOnlyList<int>)[bosId, .. ids]));
        }

        return texts;
    }

    // How many tokens can be made; the last one need not be fed again.
    private static int Room(ICausalLanguageModel model, IReadOnlyList<IReadOnlyList<int>> prompts, GenerationOptions options)
    {
        options.Check();
        int longest = prompts.Max(prompt => prompt.Count);
        if (prompts.Any(prompt => prompt.Count == 0))
        {
            throw new ArgumentException("a prompt has no tokens; begin it with the begin token", nameof(prompts));
        }

        if (longest > model.MaxPositions)
        {
            throw new ArgumentException(
                $"the prompt has {longest} tokens, the model was declared with {model.MaxPositions} positions; shorten it", nameof(prompts));
        }

        return Math.Min(options.MaxNewTokens, model.MaxPositions - longest + 1);
    }
}
