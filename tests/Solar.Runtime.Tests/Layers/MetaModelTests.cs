using System;
using System.Diagnostics;
using System.Linq;
using TorchSharp;
using Xunit;

namespace Solar.Runtime.Tests.Layers;

/// <summary>Tests that look at the whole process's memory, and therefore run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}

/// <summary>A large model as shapes alone.</summary>
[Collection(AloneCollection.Name)]
public sealed class MetaModelTests : TorchTest
{
    [Fact]
    public void TenBillionParametersOnMeta_TakeASecondAndNoMemory()
    {
        HandwrittenShape solar = new()
        {
            Hidden = 4096,
            Intermediate = 14336,
            Layers = 48,
            Heads = 32,
            KeyValueHeads = 8,
            HeadDim = 128,
            Vocab = 32000,
            MaxPositions = 4096,
        };
        long before = Process.GetCurrentProcess().WorkingSet64;
        Stopwatch watch = Stopwatch.StartNew();

        using HandwrittenLlama model = new(solar, Placement.Meta);

        TimeSpan taken = watch.Elapsed;
        long grown = Process.GetCurrentProcess().WorkingSet64 - before;
        Assert.Equal(10_731_524_096, model.parameters().Sum(parameter => parameter.numel()));
        Assert.All(model.parameters(), parameter => Assert.Equal(DeviceType.META, parameter.device_type));
        Assert.True(grown < 300L << 20, $"{grown >> 20} MB");
        Assert.True(taken < TimeSpan.FromSeconds(3), $"{taken}");
    }
}
