using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>For what is measured of the process: nothing else may run in it.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}

/// <summary>The emitted module of the 48-layer, 10.7-billion-parameter declaration, as shapes alone.</summary>
[Collection(AloneCollection.Name)]
public sealed class EmittedMetaTests
{
    [Fact]
    public void TenBillionParametersOnMeta_TakeLessThan3SecondsAnd300Megabytes()
    {
        Type type = EmittedAssembly.Load(SamplePrograms.Solar()).GetType("Paper.Solar10B", throwOnError: true)!;
        long before = Process.GetCurrentProcess().WorkingSet64;
        Stopwatch watch = Stopwatch.StartNew();

        using var model = (nn.Module)Activator.CreateInstance(type, Placement.Meta)!;

        TimeSpan taken = watch.Elapsed;
        long grown = Process.GetCurrentProcess().WorkingSet64 - before;
        (string name, Parameter parameter)[] parameters = [.. model.named_parameters()];
        Assert.Equal(
            type.Static<IEnumerable<TensorShape>>("Tensors").Select(tensor => $"{tensor.Name} {string.Join(' ', tensor.Shape)}").Order(StringComparer.Ordinal),
            parameters.Select(pair => $"{pair.name} {string.Join(' ', pair.parameter.shape)}").Order(StringComparer.Ordinal));
        Assert.Equal(10_731_524_096, parameters.Sum(pair => pair.parameter.numel()));
        Assert.All(parameters, pair => Assert.Equal(DeviceType.META, pair.parameter.device_type));
        Assert.True(taken < TimeSpan.FromSeconds(3), $"{taken}");
        Assert.True(grown < 300L << 20, $"{grown >> 20} MB");
    }
}
