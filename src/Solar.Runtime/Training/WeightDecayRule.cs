using System.Collections.Generic;
using System.Linq;
using Solar.Validation;

namespace Solar.Runtime.Training;

/// <summary>Which parameters decay.</summary>
internal static class WeightDecayRule
{
    /// <summary>
    /// For each parameter whether it decays. Without patterns matrices do, which is Hugging Face's rule (no bias, no norm) for the
    /// families that are known here.
    /// </summary>
    /// <exception cref="TrainingOptionException">A pattern that names no parameter.</exception>
    public static bool[] Of(TrainedParameters parameters, IReadOnlyList<string> patterns)
    {
        if (patterns.Count == 0)
        {
            return [.. parameters.Select(parameter => parameter.Weight.dim() >= 2)];
        }

        foreach (string pattern in patterns)
        {
            if (!parameters.Any(parameter => NamePattern.Matches(pattern, parameter.Name)))
            {
                throw new TrainingOptionException(
                    nameof(TrainingOptions.WeightDecayParameters),
                    $"'{pattern}' names no parameter; they have names such as '{parameters[0].Name}', and * stands for any characters.");
            }
        }

        return [.. parameters.Select(parameter => patterns.Any(pattern => NamePattern.Matches(pattern, parameter.Name)))];
    }
}
