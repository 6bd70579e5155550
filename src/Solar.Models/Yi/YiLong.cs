namespace Solar.Models;

/// <summary>Yi 34B with 200,000 positions, as of November 2023. Source: <c>config.json</c> of 01-ai/Yi-34B-200K.</summary>
/// <remarks>
/// The revision is the one by which the model became a Llama. Weights of March 2024 are said to have another theta, 1e7; that could not be looked up, and a folder
/// whose config says so is refused, with the difference. Tokenizer: SentencePiece, 64,000 pieces; chat template: none is meant for a base model. Context: 200,000 positions.
/// </remarks>
[Llama(
    HiddenSize = 7168, IntermediateSize = 20480, NumHiddenLayers = 60, NumAttentionHeads = 56, NumKeyValueHeads = 8,
    VocabSize = 64000, MaxPositionEmbeddings = 200000, RopeTheta = 5e6, RmsNormEps = 1e-5, PadTokenId = 0, Dtype = Dtype.BFloat16)]
[Weights("01-ai/Yi-34B-200K", Revision = "00313b6183023bd3a3da86fecb36d966bfc14132")]
[Expect(Parameters = 34_388_917_248)]
public partial class Yi34B200K;

/// <summary>Yi 34B Chat, tuned from <see cref="Yi34B"/>. Source: <c>config.json</c> of 01-ai/Yi-34B-Chat.</summary>
/// <remarks>Tokenizer: SentencePiece, 64,000 pieces; chat template ChatML, which ends a turn with token 7. Context: 4,096 positions.</remarks>
[Llama(
    HiddenSize = 7168, IntermediateSize = 20480, NumHiddenLayers = 60, NumAttentionHeads = 56, NumKeyValueHeads = 8,
    VocabSize = 64000, MaxPositionEmbeddings = 4096, RopeTheta = 5e6, RmsNormEps = 1e-5, PadTokenId = 0, EosTokenId = 7, Dtype = Dtype.BFloat16)]
[InitializeFrom(typeof(Yi34B))]
[Weights("01-ai/Yi-34B-Chat")]
[Expect(Parameters = 34_388_917_248)]
public partial class Yi34BChat;
