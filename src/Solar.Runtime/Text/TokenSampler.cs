using System;

namespace Solar.Runtime.Text;

/// <summary>Chooses a token from logits.</summary>
/// <param name="options">How.</param>
internal sealed class TokenSampler(GenerationOptions options)
{
    private int[] _ids = [];
    private double[] _weights = [];

    /// <summary>The id chosen; among equally likely ones, greedy takes the lowest.</summary>
    /// <param name="logits">One per token.</param>
    /// <param name="random">Where the draw comes from; untouched when greedy.</param>
    public int Choose(ReadOnlySpan<float> logits, RandomStream random)
    {
        int best = Greatest(logits);
        if (options.Temperature == 0)
        {
            return best;
        }

        Prepare(logits, logits[best]);
        int kept = Keep();

        double sum = 0;
        for (int i = 0; i < kept; i++)
        {
            sum += _weights[i];
        }

        double left = random.Next() * sum;
        for (int i = 0; i < kept; i++)
        {
            left -= _weights[i];
            if (left < 0)
            {
                return _ids[i];
            }
        }

        return _ids[kept - 1];                              // rounding ate the last weight
    }

    private static int Greatest(ReadOnlySpan<float> logits)
    {
        int best = 0;
        for (int i = 1; i < logits.Length; i++)
        {
            if (logits[i] > logits[best])
            {
                best = i;
            }
        }

        return best;
    }

    // Unnormalised probabilities; the most likely has 1, so that nothing overflows.
    private void Prepare(ReadOnlySpan<float> logits, float greatest)
    {
        if (_ids.Length != logits.Length)
        {
            _ids = new int[logits.Length];
            _weights = new double[logits.Length];
        }

        for (int i = 0; i < logits.Length; i++)
        {
            _ids[i] = i;
            _weights[i] = Math.Exp((logits[i] - greatest) / options.Temperature);
        }
    }

    // Brings the tokens that may be drawn to the front, and says how many they are.
    private int Keep()
    {
        int kept = _ids.Length;
        bool isTopK = options.TopK > 0 && options.TopK < kept;
        if (!isTopK && options.TopP >= 1)
        {
            return kept;
        }

        Array.Sort(_ids, (a, b) => _weights[b].CompareTo(_weights[a]) is not 0 and int order ? order : a.CompareTo(b));
        double[] sorted = Array.ConvertAll(_ids, id => _weights[id]);
        _weights = sorted;
        if (isTopK)
        {
            kept = options.TopK;
        }

        return options.TopP < 1 ? Nucleus(kept) : kept;
    }

    // As transformers' TopPLogitsWarper after TopKLogitsWarper: the share is of what top-k left.
    private int Nucleus(int among)
    {
        double sum = 0, share = 0;
        for (int i = 0; i < among; i++)
        {
            sum += _weights[i];
        }

        for (int i = 0; i < among; i++)
        {
            share += _weights[i];
            if (share >= options.TopP * sum)
            {
                return i + 1;
            }
        }

        return among;
    }
}
