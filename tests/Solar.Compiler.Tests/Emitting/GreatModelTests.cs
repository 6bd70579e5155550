using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Native;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>The greatest models of the zoo, as shapes alone: 180 and 140 billion parameters need no weights to be built and counted.</summary>
[Collection(nameof(GoldenModelTests))]
public sealed class GreatModelTests
{
    [Theory]
    [InlineData("falcon: { hidden_size: 14848, num_hidden_layers: 80, num_attention_heads: 232, num_kv_heads: 8, vocab_size: 65024, new_decoder_architecture: true, tie_word_embeddings: false }", 179_522_565_120)]
    [InlineData("mixtral: { hidden_size: 6144, intermediate_size: 16384, num_hidden_layers: 56, num_attention_heads: 48, num_key_value_heads: 8, num_local_experts: 8, num_experts_per_tok: 2, vocab_size: 32000, rope_theta: 1e6 }", 140_620_634_112)]
    public void ModelOnTheMetaDevice_HasThePublishedNumberOfParameters(string declaration, long count)
    {
        TorchLibrary.EnsureLoaded();
        YamlProgram program = YamlProgramReader.Read("a.solar.yaml", $"namespace: Paper\nmodels:\n  Great: {{ {declaration} }}\n");
        JoinedProgram joined = ProgramJoiner.Join(program.Declarations.Select(read => read.Read), []);
        Type type = EmittedAssembly.Load(joined).GetType("Paper.Great", throwOnError: true)!;

        using var model = (nn.Module)Activator.CreateInstance(type, Placement.Meta)!;

        Assert.Equal(count, type.GetField("ParameterCount")!.GetValue(null));
        Assert.Equal(count, model.parameters().Sum(parameter => parameter.numel()));
        Assert.All(model.parameters(), parameter => Assert.Equal(DeviceType.META, parameter.device_type));
        Dictionary<string, long[]> planned = type.Static<IEnumerable<TensorShape>>("Tensors").ToDictionary(tensor => tensor.Name, tensor => tensor.Shape.ToArray());
        Assert.Equal(planned.Keys.Order(StringComparer.Ordinal), model.named_parameters().Select(parameter => parameter.name).Order(StringComparer.Ordinal));
        Assert.All(model.named_parameters(), parameter => Assert.Equal(planned[parameter.name], parameter.parameter.shape));
    }
}
