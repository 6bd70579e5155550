namespace Solar.Models;

/// <summary>GPT-2, 124 million parameters: learned positions, weights stored transposed. Source: <c>config.json</c> of openai-community/gpt2.</summary>
/// <remarks>Tokenizer: byte-level BPE, 50,257 tokens; chat template: none is meant for a base model. Context: 1,024 positions.</remarks>
[Gpt2(NEmbd = 768, NLayer = 12, NHead = 12, NPositions = 1024, VocabSize = 50257)]
[Weights("openai-community/gpt2")]
[Expect(Parameters = 124_439_808)]
public partial class Gpt2;
