namespace Solar.Generators.Tests.Inputs;

/// <summary>The program of the design's first page, with its data sets, in both front ends.</summary>
internal static class PaperProgram
{
    public const string CSharp = """
        using Solar;

        namespace Paper;

        [Mistral(HiddenSize = 4096, IntermediateSize = 14336, NumHiddenLayers = 32, NumAttentionHeads = 32,
                 NumKeyValueHeads = 8, VocabSize = 32000, MaxPositionEmbeddings = 32768, SlidingWindow = 4096)]
        [Weights("mistralai/Mistral-7B-v0.1")]
        public partial class Mistral7B;

        [Llama(HiddenSize = 4096, IntermediateSize = 14336, NumHiddenLayers = 32, NumAttentionHeads = 32,
               NumKeyValueHeads = 8, VocabSize = 32000, MaxPositionEmbeddings = 4096)]
        [InitializeFrom(typeof(Mistral7B))]
        public partial class SolarBase;

        [Upscale(typeof(SolarBase), dropTop: 8, dropBottom: 8)]
        [Expect(NumHiddenLayers = 48, Parameters = 10_731_524_096)]
        public partial class Solar10B;

        [Pretrain(typeof(Solar10B), Data = [typeof(WebText)], LearningRate = 1e-5, MaxSteps = 5000)]
        public partial class Solar10BPretrained;

        [InstructionTune(typeof(Solar10BPretrained), Data = [typeof(AlpacaGpt4), typeof(OpenOrca), typeof(MathInstruct)])]
        public partial class SftV3;

        [InstructionTune(typeof(Solar10BPretrained), Data = [typeof(AlpacaGpt4), typeof(MathInstruct)])]
        public partial class SftV4;

        [Average(typeof(SftV3), typeof(SftV4))]
        public partial class SftV3V4;

        [AlignTune(typeof(SftV3V4), Data = [typeof(UltraFeedback), typeof(MathAlignment)], Beta = 0.1)]
        public partial class SolarInstruct;

        [TextFile("web.txt")] public partial class WebText;
        [JsonLines("alpaca_gpt4.jsonl", Format = RecordFormat.Alpaca)] public partial class AlpacaGpt4;
        [JsonLines("openorca.jsonl", Format = RecordFormat.PromptCompletion)] public partial class OpenOrca;
        [JsonLines("math_instruct.jsonl", Format = RecordFormat.Messages)] public partial class MathInstruct;
        [JsonLines("ultrafeedback.jsonl", Format = RecordFormat.Preference)] public partial class UltraFeedback;
        [JsonLines("math_alignment.jsonl", Format = RecordFormat.Preference)] public partial class MathAlignment;
        """;

    public const string Yaml = """
        namespace: Paper

        models:
          Mistral7B:
            mistral: { hidden_size: 4096, intermediate_size: 14336, num_hidden_layers: 32, num_attention_heads: 32,
                       num_key_value_heads: 8, vocab_size: 32000, max_position_embeddings: 32768, sliding_window: 4096 }
            weights: mistralai/Mistral-7B-v0.1
          SolarBase:
            llama: { hidden_size: 4096, intermediate_size: 14336, num_hidden_layers: 32, num_attention_heads: 32,
                     num_key_value_heads: 8, vocab_size: 32000, max_position_embeddings: 4096 }
            initialize_from: Mistral7B
          Solar10B: { upscale: SolarBase, drop_top: 8, drop_bottom: 8, expect: { num_hidden_layers: 48, parameters: 10_731_524_096 } }

        stages:
          Solar10BPretrained: { pretrain: Solar10B, data: [WebText], learning_rate: 1e-5, max_steps: 5000 }
          SftV3: { instruction_tune: Solar10BPretrained, data: [AlpacaGpt4, OpenOrca, MathInstruct] }
          SftV4: { instruction_tune: Solar10BPretrained, data: [AlpacaGpt4, MathInstruct] }
          SolarInstruct: { align_tune: SftV3V4, data: [UltraFeedback, MathAlignment], beta: 0.1 }

        merges:
          SftV3V4: { average: [SftV3, SftV4] }

        data:
          WebText: { text_file: web.txt }
          AlpacaGpt4: { json_lines: alpaca_gpt4.jsonl, format: alpaca }
          OpenOrca: { json_lines: openorca.jsonl, format: prompt_completion }
          MathInstruct: { json_lines: math_instruct.jsonl, format: messages }
          UltraFeedback: { json_lines: ultrafeedback.jsonl, format: preference }
          MathAlignment: { json_lines: math_alignment.jsonl, format: preference }
        """;
}
