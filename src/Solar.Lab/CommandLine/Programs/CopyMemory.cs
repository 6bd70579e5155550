namespace Solar.Lab.CommandLine.Programs;

/// <summary>What copying takes of memory. It depends on the number of tensors, and not on their size.</summary>
internal static class CopyMemory
{
    // .NET with the compiler's assemblies, measured: a small up-scaling had 60 MB, a small merge 102 MB.
    private const long Runtime = 100_000_000;

    private const long Buffers = 1 << 20;

    // Names, shapes and places, in the source, the plan and the output.
    private const long EachTensor = 2_000;

    /// <summary>Bytes at most.</summary>
    public static long Estimate(int tensors) => Runtime + Buffers + (EachTensor * tensors);
}
