using System;
using System.Runtime.InteropServices;
using Solar.Runtime.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Layers;

/// <summary>What layers keep between the forward and the backward pass, in bytes that the process has allocated.</summary>
[Collection(AloneCollection.Name)]
public sealed partial class ActivationMemoryTests : TorchTest
{
    private const int Depth = 40, Tokens = 512, Hidden = 128;

    private const long Inputs = sizeof(float) * Tokens * Hidden * Depth;

    [SkippableFact]
    public void ComputedAgain_TheyKeepTheirInputAlone()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "glibc tells what is allocated");
        HandwrittenShape shape = new() { Hidden = Hidden, Intermediate = 4 * Hidden, Layers = Depth, Heads = 4, KeyValueHeads = 4, HeadDim = 32, Vocab = 64, MaxPositions = Tokens };
        HandwrittenLlama model = new(shape);
        Tensor ids = zeros([1, Tokens], ScalarType.Int64);

        Kept(model, ids, new ForwardContext { LayerOrder = [0], GradientCheckpointing = true }); // whatever a first pass takes
        long again = Kept(model, ids, new ForwardContext { GradientCheckpointing = true });
        long plain = Kept(model, ids, ForwardContext.None);

        Assert.InRange(again, Inputs / 2, 2 * Inputs);
        Assert.InRange(plain, 16 * Inputs, 64 * Inputs);
    }

    private static long Kept(HandwrittenLlama model, Tensor ids, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        long before = Allocated();
        Tensor hidden;
        using (DisposeScope pass = NewDisposeScope())
        {
            hidden = model.Hidden(ids, context).MoveToOuterDisposeScope();
        }

        Assert.True(hidden.requires_grad);
        return Allocated() - before;
    }

    private static long Allocated()
    {
        MallocInformation information = MallocInfo();
        return (long)(information.InUse + information.Mapped);
    }

    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    private static partial MallocInformation MallocInfo();

    /// <summary>glibc's struct mallinfo2, of ten sizes.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 10 * sizeof(long))]
    private struct MallocInformation
    {
        public nuint Arena, OrdinaryBlocks, SmallBlocks, MappedBlocks;

        /// <summary>Bytes in blocks that are mapped one by one.</summary>
        public nuint Mapped;

        public nuint MaximumUsed, SmallFree;

        /// <summary>Bytes in use of the rest.</summary>
        public nuint InUse;
    }
}
