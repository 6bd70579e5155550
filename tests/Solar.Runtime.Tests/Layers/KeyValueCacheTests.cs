using System;
using Solar.Runtime.Layers;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Layers;

/// <summary>A pass with a cache is the whole pass, cut anywhere.</summary>
public sealed class KeyValueCacheTests : TorchTest
{
    private static readonly HandwrittenShape Shape = new();

    [Theory]
    [InlineData(null, new[] { 4, 1, 1, 6 })]
    [InlineData(null, new[] { 1, 11 })]
    [InlineData(null, new[] { 12 })]
    [InlineData(5, new[] { 4, 1, 1, 6 })]
    [InlineData(5, new[] { 7, 1, 1, 1, 1, 1 })]
    public void CutSequence_HasTheLogitsOfTheWhole(int? window, int[] pieces)
    {
        HandwrittenLlama model = HandwrittenWeights.Random(Shape with { Window = window });
        using var unrecorded = no_grad();
        Tensor ids = randint(0, Shape.Vocab, [2, 12], dtype: ScalarType.Int64);
        Tensor whole = model.forward(ids);

        using KeyValueCache cache = model.CreateCache(batch: 2, capacity: 12);
        int start = 0;
        foreach (int length in pieces)
        {
            Tensor piece = model.forward(ids[.., start..(start + length)], new ForwardContext { Cache = cache });
            Near(whole[.., start..(start + length)], piece, 5e-5);
            start += length;
            Assert.Equal(start, cache.Length);
        }
    }

    [Fact]
    public void LeftPaddedBatchWithCache_HasTheLogitsOfEachAlone()
    {
        HandwrittenLlama model = HandwrittenWeights.Random(Shape);
        using var unrecorded = no_grad();
        Tensor padded = tensor(new long[,] { { 9, 8, 7, 6, 5, 4 }, { 0, 0, 0, 3, 2, 1 } });
        Tensor mask = tensor(new long[,] { { 1, 1, 1, 1, 1, 1 }, { 0, 0, 0, 1, 1, 1 } });
        Tensor alone = model.forward(tensor(new long[,] { { 3, 2, 1 } }));

        using KeyValueCache cache = model.CreateCache(batch: 2, capacity: 6);
        Tensor prompt = model.forward(padded[.., ..4], new ForwardContext { Cache = cache, AttentionMask = mask[.., ..4] });
        Tensor fifth = model.forward(padded[.., 4..5], new ForwardContext { Cache = cache, AttentionMask = mask[.., ..5] });
        Tensor sixth = model.forward(padded[.., 5..6], new ForwardContext { Cache = cache, AttentionMask = mask });

        Near(model.forward(padded[..1])[0, 3..], cat([prompt[0, 3..], fifth[0], sixth[0]]), 5e-5);
        Near(alone[0], cat([prompt[1, 3..], fifth[1], sixth[1]]), 5e-5);
    }

    [Fact]
    public void RightPaddedPrompt_GoesOnAfterItsRealTokens()
    {
        HandwrittenLlama model = HandwrittenWeights.Random(Shape);
        using var unrecorded = no_grad();
        Tensor whole = model.forward(tensor(new long[,] { { 3, 2, 1, 7 } }));

        using KeyValueCache cache = model.CreateCache(batch: 1, capacity: 8);
        model.forward(tensor(new long[,] { { 3, 2, 1, 0, 0 } }), new ForwardContext { Cache = cache, AttentionMask = tensor(new long[,] { { 1, 1, 1, 0, 0 } }) });
        Tensor next = model.forward(
            tensor(new long[,] { { 7 } }), new ForwardContext { Cache = cache, AttentionMask = tensor(new long[,] { { 1, 1, 1, 0, 0, 1 } }) });

        Near(whole[0, 3], next[0, 0], 5e-5);
    }

    [Fact]
    public void Reset_StartsAnewInTheSameMemory()
    {
        HandwrittenLlama model = HandwrittenWeights.Random(Shape);
        using var unrecorded = no_grad();
        using KeyValueCache cache = model.CreateCache(batch: 1, capacity: 4);
        model.forward(tensor(new long[,] { { 9, 9, 9, 9 } }), new ForwardContext { Cache = cache });

        cache.Reset();
        Tensor again = model.forward(tensor(new long[,] { { 1, 2 } }), new ForwardContext { Cache = cache });

        Near(model.forward(tensor(new long[,] { { 1, 2 } })), again, 5e-5);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(5)]
    public void ManyTextsAfterOne_HaveTheLogitsOfEachAlone(int? window)
    {
        HandwrittenLlama model = HandwrittenWeights.Random(Shape with { Window = window });
        using var unrecorded = no_grad();
        Tensor start = randint(0, Shape.Vocab, [1, 7], dtype: ScalarType.Int64);
        Tensor ends = randint(0, Shape.Vocab, [3, 4], dtype: ScalarType.Int64);
        Tensor whole = model.forward(cat([start.expand(3, 7), ends], dim: 1));

        using KeyValueCache one = model.CreateCache(batch: 1, capacity: 9);
        model.forward(start, new ForwardContext { Cache = one });
        using KeyValueCache three = one.Select([0, 0, 0], capacity: 11);
        Tensor logits = model.forward(ends, new ForwardContext { Cache = three });
        Near(whole[.., 7..], logits, 5e-5);

        // Once more from the same place, and from the one that it was copied from.
        three.Truncate(7);
        Near(whole[.., 7..9], model.forward(ends[.., ..2], new ForwardContext { Cache = three }), 5e-5);
        Near(whole[1, 7..9], model.forward(ends[1..2, ..2], new ForwardContext { Cache = one })[0], 5e-5);
    }

    [Fact]
    public void ChosenRows_GoOnWithoutTheOthers()
    {
        HandwrittenLlama model = HandwrittenWeights.Random(Shape);
        using var unrecorded = no_grad();
        Tensor ids = randint(0, Shape.Vocab, [3, 6], dtype: ScalarType.Int64);
        Tensor whole = model.forward(ids);

        using KeyValueCache three = model.CreateCache(batch: 3, capacity: 6);
        model.forward(ids[.., ..5], new ForwardContext { Cache = three });
        using KeyValueCache two = three.Select([2, 0], capacity: 6);
        Tensor logits = model.forward(cat([ids[2..3, 5..], ids[..1, 5..]]), new ForwardContext { Cache = two });

        Near(whole[2, 5], logits[0, 0], 5e-5);
        Near(whole[0, 5], logits[1, 0], 5e-5);
    }

    [Fact]
    public void RowsThatAreNotThere_AndRoomThatIsTooSmall_AreRefused()
    {
        HandwrittenLlama model = HandwrittenWeights.Random(Shape);
        using var unrecorded = no_grad();
        using KeyValueCache cache = model.CreateCache(batch: 1, capacity: 4);
        model.forward(tensor(new long[,] { { 1, 2 } }), new ForwardContext { Cache = cache });

        Assert.Contains("the rows 0 to 0", Assert.Throws<ArgumentException>(() => cache.Select([0, 1], 4)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => cache.Select([], 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.Select([0], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.Truncate(3));
    }

    [Fact]
    public void Overflow_IsRefusedBeforeAnythingIsWritten()
    {
        HandwrittenLlama model = HandwrittenWeights.Random(Shape);
        using var unrecorded = no_grad();
        using KeyValueCache cache = model.CreateCache(batch: 1, capacity: 4);
        model.forward(tensor(new long[,] { { 1, 2, 3 } }), new ForwardContext { Cache = cache });

        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(
            () => model.forward(tensor(new long[,] { { 4, 5 } }), new ForwardContext { Cache = cache }));

        Assert.Contains("holds 3 of 4 positions and 2 more", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(3, cache.Length);
    }

    [Fact]
    public void RecordedGradients_AreRefused()
    {
        HandwrittenLlama model = HandwrittenWeights.Random(Shape);
        using KeyValueCache cache = model.CreateCache(batch: 1, capacity: 4);

        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(
            () => model.forward(tensor(new long[,] { { 1 } }), new ForwardContext { Cache = cache }));

        Assert.Contains("no_grad", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherBatch_IsRefusedWithBothShapes()
    {
        HandwrittenLlama model = HandwrittenWeights.Random(Shape);
        using var unrecorded = no_grad();
        using KeyValueCache cache = model.CreateCache(batch: 2, capacity: 4);

        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => model.forward(tensor(new long[,] { { 1 } }), new ForwardContext { Cache = cache }));

        Assert.Contains("[1, 2, 1, 8]", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MemoryTakenInInferenceMode_ServesOutsideOfItToo()
    {
        HandwrittenLlama model = HandwrittenWeights.Random(Shape);
        using KeyValueCache cache = model.CreateCache(batch: 1, capacity: 4);
        using (inference_mode())
        {
            model.forward(tensor(new long[,] { { 1, 2 } }), new ForwardContext { Cache = cache });
        }

        using var unrecorded = no_grad();
        Tensor third = model.forward(tensor(new long[,] { { 3 } }), new ForwardContext { Cache = cache });

        Near(model.forward(tensor(new long[,] { { 1, 2, 3 } }))[0, 2], third[0, 0], 5e-5);
    }
}
