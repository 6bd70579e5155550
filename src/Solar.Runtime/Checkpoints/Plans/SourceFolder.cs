namespace Solar.Runtime.Checkpoints;

/// <summary>The folder that is read, against the one that is written.</summary>
internal static class SourceFolder
{
    /// <summary>A source is never written into, under whatever name it is reached.</summary>
    /// <exception cref="CheckpointException">They are the same, or one is inside of the other.</exception>
    public static void RefuseOverlap(string source, string output)
    {
        if (RealPath.Overlap(RealPath.Of(source), RealPath.Of(output)))
        {
            throw new CheckpointException(
                output, null, $"it is the folder that is read ({source}), or one of them is inside of the other", "Name a folder beside it.");
        }
    }
}
