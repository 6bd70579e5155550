using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Runtime;
using Solar.Runtime.Native;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>Modules whose layers are of several kinds.</summary>
[Collection(nameof(GoldenModelTests))]
public sealed class LayerKindsTests : IDisposable
{
    private static readonly long[] Ids = [3, 17, 5, 29, 11, 2, 31];

    private readonly DisposeScope _scope;
    private readonly IDisposable _unrecorded;

    public LayerKindsTests()
    {
        TorchLibrary.EnsureLoaded();
        set_num_threads(1);
        _scope = NewDisposeScope();
        _unrecorded = no_grad();
    }

    /// <summary>Sparse and dense layers, and windows that are not every other one: the tensors are those of the catalog, and a pass runs.</summary>
    [Theory]
    [InlineData("Tiny: { qwen2_moe: { hidden_size: 32, intermediate_size: 48, num_hidden_layers: 3, num_attention_heads: 4, num_key_value_heads: 2, decoder_sparse_step: 2, num_experts: 4, num_experts_per_tok: 2, moe_intermediate_size: 16, shared_expert_intermediate_size: 24, vocab_size: 40 } }", "Tiny")]
    [InlineData("Base: { gemma2: { hidden_size: 32, intermediate_size: 48, head_dim: 8, num_hidden_layers: 4, num_attention_heads: 4, num_key_value_heads: 2, sliding_window: 3, vocab_size: 40 } }\n  Tiny: { upscale: Base, drop_top: 1, drop_bottom: 0 }", "Tiny")]
    [InlineData("Tiny: { decoder: { hidden_size: 32, num_hidden_layers: 4, vocab_size: 40 }, attention: { num_attention_heads: 4, sliding_window: 3, layer_types: [sliding_attention, full_attention] }, alibi: , mlp: { intermediate_size: 48 }, mixture_of_experts: { intermediate_size: 16, num_experts: 4, decoder_sparse_step: 2 }, layer_norm: , residual: { kind: parallel } }", "Tiny")]
    public void LayersOfSeveralKinds_HaveTheirTensorsAndRun(string models, string name)
    {
        Type type = EmittedAssembly.Load(Join(models)).GetType($"Paper.{name}", throwOnError: true)!;
        var model = (ICausalLanguageModel)type.GetMethod("Create")!.Invoke(null, [default(Placement)])!;

        IEnumerable<string> tensors = type.Static<IEnumerable<Solar.Runtime.Checkpoints.TensorShape>>("Tensors").Select(tensor => tensor.Name);
        Assert.Equal(tensors.Order(StringComparer.Ordinal), ((nn.Module)model).named_parameters().Select(parameter => parameter.name).Order(StringComparer.Ordinal));
        Assert.Equal([1, 7, 40], model.forward(tensor(Ids).unsqueeze(0)).shape);
    }

    public void Dispose()
    {
        _unrecorded.Dispose();
        _scope.Dispose();
    }

    private static JoinedProgram Join(string models)
    {
        YamlProgram program = YamlProgramReader.Read("a.solar.yaml", $"namespace: Paper\nmodels:\n  {models}\n");
        JoinedProgram joined = ProgramJoiner.Join(program.Declarations.Select(declaration => declaration.Read), []);
        Assert.Empty(joined.Broken);
        return joined;
    }
}
