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

    /// <summary>Every other row of the zoo. Sizes that a row leaves to its family are the family's defaults.</summary>
    [Theory]
    [InlineData("mixtral", "", 46_702_792_704)]
    [InlineData("mixtral", "hidden_size 6144 intermediate_size 16384 num_hidden_layers 56 num_attention_heads 48", 140_620_634_112)]
    [InlineData("mixtral", "vocab_size 32768 hidden_size 6144 intermediate_size 16384 num_hidden_layers 56 num_attention_heads 48", 140_630_071_296)]
    [InlineData("qwen", "vocab_size 152064 hidden_size 8192 intermediate_size 49152 num_hidden_layers 80 num_attention_heads 64", 72_287_920_128)]
    [InlineData("qwen", "vocab_size 152064 hidden_size 5120 intermediate_size 27392 num_hidden_layers 40 num_attention_heads 40", 14_167_290_880)]
    [InlineData("qwen", "", 7_721_324_544)]
    [InlineData("qwen2", "vocab_size 152064 hidden_size 8192 intermediate_size 29568 num_hidden_layers 80 num_attention_heads 64 num_key_value_heads 8", 72_706_203_648)]
    [InlineData("qwen2", "vocab_size 152064 hidden_size 3584 intermediate_size 18944 num_hidden_layers 28 num_attention_heads 28 num_key_value_heads 4", 7_615_616_512)]
    [InlineData("qwen2", "hidden_size 896 intermediate_size 4864 num_hidden_layers 24 num_attention_heads 14 num_key_value_heads 2 tie_word_embeddings true", 494_032_768)]
    [InlineData("llama", "vocab_size 64000 num_key_value_heads 4", 6_061_035_520)]
    [InlineData("llama", "hidden_size 5120 intermediate_size 13824 num_hidden_layers 40 num_attention_heads 40", 13_015_864_320)]
    [InlineData("llama", "vocab_size 128256 intermediate_size 14336 num_key_value_heads 8", 8_030_261_248)]
    [InlineData("falcon", "hidden_size 14848 num_hidden_layers 80 num_attention_heads 232 num_kv_heads 8 new_decoder_architecture true tie_word_embeddings false", 179_522_565_120)]
    [InlineData("falcon", "hidden_size 8192 num_hidden_layers 60 num_attention_heads 128 num_kv_heads 8 new_decoder_architecture true", 41_303_293_952)]
    [InlineData("falcon", "", 6_921_720_704)]
    [InlineData("gemma", "hidden_size 2048 intermediate_size 16384 num_hidden_layers 18 num_attention_heads 8 num_key_value_heads 1", 2_506_172_416)]
    [InlineData("gemma", "", 8_537_680_896)]
    [InlineData("gemma2", "hidden_size 3584 intermediate_size 14336 num_hidden_layers 42 num_attention_heads 16 num_key_value_heads 8", 9_241_705_984)]
    [InlineData("phi3", "", 3_821_079_552)]
    [InlineData("gpt2", "", 124_439_808)]
    [InlineData("gpt_neox", "", 20_554_567_680)]
    public void RowOfTheZoo_HasItsCount(string family, string keys, long parameters)
    {
        string[] words = keys.Split(' ', System.StringSplitOptions.RemoveEmptyEntries);
        DecoderSpec spec = Family.Find(family)!.Lower(ConfigValues.From(words.Chunk(2).Select(pair => new KeyValuePair<string, ConfigValue>(
            pair[0], bool.TryParse(pair[1], out bool flag) ? ConfigValue.Of(flag) : ConfigValue.Of(long.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture))))));

        Assert.Equal(parameters, TensorCatalog.ParameterCount(spec));
    }

    [Fact]
    public void TiedHead_HasNoTensor()
    {
        DecoderSpec spec = Family.Find("llama")!.Lower(ConfigValues.Empty.With("tie_word_embeddings", ConfigValue.Of(true)));

        Assert.DoesNotContain(TensorCatalog.Tensors(spec), tensor => tensor.Name == "lm_head.weight");
    }

    private static KeyValuePair<string, ConfigValue> Key(string name, long value) => new(name, ConfigValue.Of(value));
}
