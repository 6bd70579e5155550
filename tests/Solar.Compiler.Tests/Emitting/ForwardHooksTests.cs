using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Runtime;
using Solar.Runtime.Layers;
using Solar.Runtime.Native;
using Solar.Runtime.Tests.Layers;
using Solar.Testing;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>Adapters and noise come to an emitted model as forward hooks, as do the user's own.</summary>
[Collection(nameof(GoldenModelTests))]
public sealed class ForwardHooksTests : IDisposable
{
    private readonly DisposeScope _scope;

    public ForwardHooksTests()
    {
        TorchLibrary.EnsureLoaded();
        set_num_threads(1);
        _scope = NewDisposeScope();
    }

    public static TheoryData<string, double> Models => GoldenModelTests.Models;

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void EveryLinearMapAndEmbedding_RunsItsHooks(string name, double tolerance)
    {
        string folder = SolarAssets.Path($"golden/{name}");
        Dictionary<string, Tensor> io = TensorFile.Read(Path.Combine(folder, "io.safetensors"));
        ICausalLanguageModel model = EmittedAssembly.Load(FoundPrograms.Of(folder)).GetType(FoundPrograms.Base, throwOnError: true)!.Load(folder);
        List<string> hooked = [], called = [];
        foreach ((string path, nn.Module module) in ((nn.Module)model).named_modules())
        {
            if (module is nn.Module<Tensor, Tensor> map and (Linear or Conv1D or Embedding))
            {
                hooked.Add(path);
                map.register_forward_hook((_, _, output) =>
                {
                    called.Add(path);
                    return output;
                });
            }
        }

        Tensor logits = model.forward(io["input_ids"], ForwardContext.None);

        Assert.Contains(hooked, path => path.EndsWith("dense", StringComparison.Ordinal) || path.EndsWith("proj", StringComparison.Ordinal));
        Assert.Equal(hooked.Order(), called.Order());
        Assert.Equal(0, (io["logits"] - logits).abs().max().item<float>(), tolerance * io["logits"].abs().max().item<float>());
    }

    /// <summary>What a hook returns takes the place of the output.</summary>
    [SkippableFact]
    public void WhatAHookReturns_IsWhatTheModelGoesOnWith()
    {
        string folder = SolarAssets.Path("golden/llama");
        ICausalLanguageModel model = EmittedAssembly.Load(FoundPrograms.Of(folder)).GetType(FoundPrograms.Base, throwOnError: true)!.Load(folder);
        var head = (Linear)((nn.Module)model).named_modules().Single(module => module.name == "lm_head").module;
        Tensor ids = tensor(new long[] { 1, 2, 3 }, [1, 3]);
        Tensor plain = model.forward(ids, ForwardContext.None);

        var hook = head.register_forward_hook((_, _, output) => output * 2);
        Tensor hooked = model.forward(ids, ForwardContext.None);
        hook.remove();

        Assert.True(hooked.Equals(plain * 2));
        Assert.True(model.forward(ids, ForwardContext.None).Equals(plain));
    }

    public void Dispose() => _scope.Dispose();
}
