using System.Collections.Generic;
using System.Linq;
using Solar.Validation;

namespace Solar.Runtime.Training;

/// <summary>By what the learning rate of some parameters is multiplied.</summary>
/// <param name="Parameters">Pattern of their names, <c>*</c> for any run of characters.</param>
/// <param name="Scale">The factor; 0 or more.</param>
public sealed record LearningRateScale(string Parameters, double Scale)
{
    /// <summary>For each parameter its factor: that of the first scale that fits, else 1.</summary>
    /// <exception cref="TrainingOptionException">A scale that cannot be, or that fits no parameter.</exception>
    internal static double[] Of(TrainedParameters parameters, IReadOnlyList<LearningRateScale> scales)
    {
        foreach (LearningRateScale scale in scales)
        {
            if (!double.IsFinite(scale.Scale) || scale.Scale < 0)
            {
                throw new TrainingOptionException(nameof(TrainingOptions.LrScales), $"of '{scale.Parameters}' is {scale.Scale}, and must be at least 0.");
            }

            if (!parameters.Any(parameter => scale.Fits(parameter.Name)))
            {
                throw new TrainingOptionException(
                    nameof(TrainingOptions.LrScales),
                    $"has '{scale.Parameters}', which names no parameter that is trained; they have names such as '{parameters[0].Name}'.");
            }
        }

        return [.. parameters.Select(parameter => scales.FirstOrDefault(scale => scale.Fits(parameter.Name))?.Scale ?? 1)];
    }

    private bool Fits(string name) => NamePattern.Matches(Parameters, name);
}
