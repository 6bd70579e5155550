using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Lab.Evaluation;

/// <summary>
/// Weights of models by how well they predict examples (Xiao and others, LM-Cocktail, 2023): wᵢ = exp(−lossᵢ/τ) / Σⱼ exp(−lossⱼ/τ). The
/// reference implementation takes τ = 5.
/// </summary>
public static class CocktailWeights
{
    /// <summary>The reference implementation's temperature.</summary>
    public const double DefaultTemperature = 5;

    /// <summary>The weights, which sum to 1.</summary>
    /// <param name="losses">The loss of each model, in nats a token.</param>
    /// <param name="temperature">τ, above 0: the smaller, the more the best model has.</param>
    /// <exception cref="ArgumentException">There is no loss, one is not finite, or the temperature is not above 0.</exception>
    public static double[] Of(IReadOnlyList<double> losses, double temperature = DefaultTemperature)
    {
        ArgumentNullException.ThrowIfNull(losses);
        if (losses.Count == 0 || !losses.All(double.IsFinite))
        {
            throw new ArgumentException("Weights need finite losses, one for each model.", nameof(losses));
        }

        if (!(temperature > 0) || !double.IsFinite(temperature))
        {
            throw new ArgumentException($"The temperature is {temperature}, not a number above 0.", nameof(temperature));
        }

        // Against the best, so that nothing underflows however small the temperature is.
        double least = losses.Min();
        double[] shares = [.. losses.Select(loss => Math.Exp((least - loss) / temperature))];
        double sum = shares.Sum();
        return [.. shares.Select(share => share / sum)];
    }
}
