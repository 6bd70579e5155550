namespace Solar.Models;

/// <summary>Falcon 180B: grouped queries, parallel blocks behind a norm each, untied. Source: <c>config.json</c> of tiiuae/falcon-180B.</summary>
/// <remarks>
/// Its config.json does not write tie_word_embeddings, whose default is true; its files hold a head of their own all the same, which makes the published total. transformers ties the
/// two on loading. To load the head as it is declared here, write <c>"tie_word_embeddings": false</c> into the folder's config.json.
/// Tokenizer: byte-level BPE, 65,024 tokens; a text begins and ends with token 11; chat template:
/// none is meant for a base model. Context: 2,048 positions.
/// </remarks>
[Falcon(
    HiddenSize = 14848, NumHiddenLayers = 80, NumAttentionHeads = 232, NumKvHeads = 8, VocabSize = 65024,
    NewDecoderArchitecture = true, MultiQuery = true, ParallelAttn = true, Bias = false, TieWordEmbeddings = false, Dtype = Dtype.BFloat16)]
[Weights("tiiuae/falcon-180B")]
[Expect(Parameters = 179_522_565_120)]
public partial class Falcon180B;

/// <summary>Falcon 40B: grouped queries, parallel blocks behind a norm each. Source: <c>config.json</c> of tiiuae/falcon-40b.</summary>
/// <remarks>Tokenizer: byte-level BPE, 65,024 tokens; chat template: none is meant for a base model. Context: 2,048 positions.</remarks>
[Falcon(
    HiddenSize = 8192, NumHiddenLayers = 60, NumAttentionHeads = 128, NumKvHeads = 8, VocabSize = 65024,
    NewDecoderArchitecture = true, MultiQuery = true, ParallelAttn = true, Bias = false, Dtype = Dtype.BFloat16)]
[Weights("tiiuae/falcon-40b")]
[Expect(Parameters = 41_303_293_952)]
public partial class Falcon40B;

/// <summary>Falcon 7B: one key/value head for all, parallel blocks behind one norm. Source: <c>config.json</c> of tiiuae/falcon-7b.</summary>
/// <remarks>Tokenizer: byte-level BPE, 65,024 tokens; chat template: none is meant for a base model. Context: 2,048 positions.</remarks>
[Falcon(
    HiddenSize = 4544, NumHiddenLayers = 32, NumAttentionHeads = 71, VocabSize = 65024,
    MultiQuery = true, ParallelAttn = true, Bias = false, Dtype = Dtype.BFloat16)]
[Weights("tiiuae/falcon-7b")]
[Expect(Parameters = 6_921_720_704)]
public partial class Falcon7B;
