using System;

namespace Solar.Runtime.Layers;

/// <summary>The greatest number of positions that a model was declared with.</summary>
internal static class PositionLimit
{
    /// <summary>Refuses a sequence that is too long, with both numbers.</summary>
    public static void Check(long positions, long maxPositions)
    {
        if (positions > maxPositions)
        {
            throw new ArgumentOutOfRangeException(
                nameof(positions),
                positions,
                $"the sequence needs {positions} positions, the model was declared with {maxPositions}; "
                + "shorten it, or declare MaxPositionEmbeddings or a rope scaling for more");
        }
    }
}
