using System;

namespace Solar.Runtime.Checkpoints;

/// <summary>A finite number that becomes infinite in float16 breaks a model in silence; it is an error here.</summary>
internal static class HalfOverflow
{
    // What lies at or above rounds to infinity.
    private const float Greatest = 65520;

    /// <summary>Throws where a number is too great for the type of a tensor.</summary>
    /// <exception cref="CheckpointException">The type is float16, and a finite number is beyond it.</exception>
    public static void Refuse(ReadOnlySpan<float> elements, TensorInfo target)
    {
        if (target.Dtype != TensorDtype.F16)
        {
            return;
        }

        foreach (float element in elements)
        {
            if (float.IsFinite(element) && Math.Abs(element) >= Greatest)
            {
                throw new CheckpointException(
                    null, target.Name, FormattableString.Invariant($"it has {element}, which float16 cannot hold"), "Declare dtype: bfloat16 or float32.");
            }
        }
    }
}
