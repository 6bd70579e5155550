using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Plans;
using Solar.Specs;
using Xunit;

namespace Solar.Dsl.Tests.Plans;

/// <summary>Published totals, to the last digit.</summary>
public class ParameterCountTests
{
    [Theory]
    [InlineData("mistral", 32000, 4096, 14336, 32, 32, 8, 7_241_732_096)]
    [InlineData("llama", 32000, 4096, 14336, 48, 32, 8, 10_731_524_096)]
    [InlineData("llama", 64000, 7168, 20480, 60, 56, 8, 34_388_917_248)]
    [InlineData("llama", 32000, 4096, 11008, 32, 32, 32, 6_738_415_616)]
    [InlineData("llama", 32000, 8192, 28672, 80, 64, 8, 68_976_648_192)]
    [InlineData("llama", 128256, 8192, 28672, 80, 64, 8, 70_553_706_496)]
    [InlineData("llama", 32000, 2048, 5632, 22, 32, 4, 1_100_048_384)]
    public void PublishedSizes_GiveThePublishedCount(
        string family, int vocab, int hidden, int intermediate, int layers, int heads, int keyValueHeads, long parameters)
    {
        DecoderSpec spec = Family.Find(family)!.Lower(ConfigValues.From(
        [
            Key("vocab_size", vocab), Key("hidden_size", hidden), Key("intermediate_size", intermediate),
            Key("num_hidden_layers", layers), Key("num_attention_heads", heads), Key("num_key_value_heads", keyValueHeads),
        ]));

        Assert.Equal(parameters, TensorCatalog.ParameterCount(spec));
        Assert.Equal(parameters, TensorCatalog.Tensors(spec).Sum(tensor => tensor.Count));
    }

    [Fact]
    public void TiedHead_HasNoTensor()
    {
        DecoderSpec spec = Family.Find("llama")!.Lower(ConfigValues.Empty.With("tie_word_embeddings", ConfigValue.Of(true)));

        Assert.DoesNotContain(TensorCatalog.Tensors(spec), tensor => tensor.Name == "lm_head.weight");
    }

    private static KeyValuePair<string, ConfigValue> Key(string name, long value) => new(name, ConfigValue.Of(value));
}
