using System.Collections.Generic;
using System.IO.Enumeration;
using System.Linq;

namespace Solar.Runtime.Training;

/// <summary>Which parameters decay.</summary>
internal static class WeightDecayRule
{
    /// <summary>
    /// For each parameter whether it decays. Without patterns matrices do, which is Hugging Face's rule (no bias, no norm) for the
    /// families that are known here.
    /// </summary>
    /// <exception cref="TrainingOptionException">A pattern that names no parameter.</exception>
    public static bool[] Of(TrainedParameters parameters, IReadOnlyList<string>? patterns)
    {
        if (patterns is null)
        {
            return [.. parameters.Select(parameter => parameter.Weight.dim() >= 2)];
        }

        foreach (string pattern in patterns)
        {
            if (!parameters.Any(parameter => Matches(pattern, parameter.Name)))
            {
                throw new TrainingOptionException(
                    nameof(PretrainOptions.WeightDecayParameters),
                    $"'{pattern}' names no parameter; they have names such as '{parameters[0].Name}', and * stands for any characters.");
            }
        }

        return [.. parameters.Select(parameter => patterns.Any(pattern => Matches(pattern, parameter.Name)))];
    }

    private static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
