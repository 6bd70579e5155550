using System.Diagnostics;
using Solar.Runtime.Layers;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Layers;

/// <summary>What layers keep between the forward and the backward pass, in bytes of the process.</summary>
[Collection(AloneCollection.Name)]
public sealed class ActivationMemoryTests : TorchTest
{
    private const int Tokens = 512, Hidden = 128;

    /// <summary>
    /// Each is measured in memory that the one before it has given back or not: the first may count too much and the last too little, and still
    /// the last is several times the first.
    /// </summary>
    [Fact]
    public void ComputedAgain_TheyKeepTheirInputAlone()
    {
        HandwrittenShape shape = new() { Hidden = Hidden, Intermediate = 4 * Hidden, Layers = 40, Heads = 4, KeyValueHeads = 4, HeadDim = 32, Vocab = 64, MaxPositions = Tokens };
        HandwrittenLlama model = new(shape);
        Tensor ids = zeros([1, Tokens], ScalarType.Int64);

        Kept(model, ids, new ForwardContext { LayerOrder = [0, 1], GradientCheckpointing = true });                         // whatever a first pass takes
        long again = Kept(model, ids, new ForwardContext { GradientCheckpointing = true });
        long plain = Kept(model, ids, ForwardContext.None);

        Assert.True(plain > 3 * again, $"{again >> 10} kB and {plain >> 10} kB");
    }

    private static long Kept(HandwrittenLlama model, Tensor ids, ForwardContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        long before = Process.GetCurrentProcess().WorkingSet64;
        Tensor hidden;
        using (DisposeScope pass = NewDisposeScope())
        {
            hidden = model.Hidden(ids, context).MoveToOuterDisposeScope();
        }

        Assert.True(hidden.requires_grad);
        return Process.GetCurrentProcess().WorkingSet64 - before;
    }
}
