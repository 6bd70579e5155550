using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Solar.Generators.Tests.Harness;
using Xunit;

namespace Solar.Generators.Tests;

/// <summary>Every word of the language, with every key that it takes and no value that is its default, in both front ends.</summary>
public class EveryKeyTests
{
    private const string CSharp = """
        using Solar;
        namespace Paper;
        [Llama(AttentionBias = true, AttentionDropout = 0, BosTokenId = 3, EosTokenId = 4, HeadDim = 64, HiddenAct = "relu", HiddenSize = 512,
               InitializerRange = 0.01, IntermediateSize = 640, MaxPositionEmbeddings = 256, MlpBias = true, NumAttentionHeads = 4, NumHiddenLayers = 2,
               NumKeyValueHeads = 2, PadTokenId = 0, PretrainingTp = 1, RmsNormEps = 1e-5, RopeScalingType = "llama3", RopeScalingFactor = 8,
               RopeScalingLowFreqFactor = 2, RopeScalingHighFreqFactor = 3.5, RopeScalingOriginalMaxPositionEmbeddings = 128, RopeTheta = 500000,
               TieWordEmbeddings = true, Dtype = Dtype.BFloat16, UseCache = false, VocabSize = 77)]
        [Weights("org/name", Revision = "main")]
        internal partial class A;
        [Mistral(AttentionDropout = 0, BosTokenId = 3, EosTokenId = 4, HeadDim = 64, HiddenAct = "gelu", HiddenSize = 512, InitializerRange = 0.01,
                 IntermediateSize = 640, MaxPositionEmbeddings = 256, NumAttentionHeads = 4, NumHiddenLayers = 2, NumKeyValueHeads = 2, PadTokenId = 0,
                 RmsNormEps = 1e-5, RopeScalingType = "llama3", RopeScalingFactor = 8, RopeScalingLowFreqFactor = 2, RopeScalingHighFreqFactor = 3.5,
                 RopeScalingOriginalMaxPositionEmbeddings = 128, RopeTheta = 500000, SlidingWindow = 16, TieWordEmbeddings = true,
                 Dtype = Dtype.Float16, UseCache = false, VocabSize = 77)]
        public partial class B;
        [Mistral(NumHiddenLayers = 2, SlidingWindow = 0, MaxPositionEmbeddings = 512)] public partial class C;
        [Llama(NumHiddenLayers = 2, IntermediateSize = 14336, NumKeyValueHeads = 8, MaxPositionEmbeddings = 512)] [InitializeFrom(typeof(C))] public partial class E;
        [Upscale(typeof(E), dropTop: 1, dropBottom: 0)] [Expect(NumHiddenLayers = 3, Parameters = 916484096)] public partial class U;
        [Layers(typeof(U), "..2", "^2..")] public partial class L;
        [Layers(typeof(U), "..2", typeof(E), "1..", Embeddings = typeof(U), Norm = typeof(U), Head = typeof(E))] public partial class Both;
        [Upscale(typeof(E), DropTop = 1, DropBottom = 0, Copies = 3, TargetLayers = 4)] public partial class Thrice;
        [Repeat(typeof(U), "0..2", Times = 2)] public partial class Again;
        [Stack(typeof(E), 2)] public partial class Stacked;
        [Interleave(typeof(E), Copies = 3, Range = "..1")] public partial class Woven;
        [Insert(typeof(U), "1, ^1", NewLayer.Identity, Zero = ["self_attn.o_proj.weight", "mlp.down_proj.weight"])] public partial class Inserted;
        [Expand(typeof(E), every: 2, Add = 2, Zero = ["self_attn.o_proj.weight", "mlp.down_proj.weight"])] public partial class Expanded;
        [Drop(typeof(U), "1..2")] public partial class Dropped;
        [ResizeVocabulary(typeof(E), 32064, NewTokens.Normal, Seed = 3)] public partial class Wordy;
        [Upcycle(typeof(E), experts: 4, ExpertsPerToken = 1, Seed = 5)] public partial class Mixed;
        [Recipe($"Insert(Stack({nameof(E)}, 2), 2, average)")] public partial class Mean;
        [TextFile("d.txt", SampleBy = SampleBy.Line, Compression = DataCompression.None, Weight = 2, MaxSamples = 7, Deduplicate = true, OnBadRow = BadRows.Drop)]
        public partial class T;
        [JsonLines("d.jsonl.x", Field = "content", Format = RecordFormat.Text, Filter = "lang == 'en'", Compression = DataCompression.Gzip, Weight = 0.5,
                   MaxSamples = 8, Deduplicate = true, OnBadRow = BadRows.Drop)]
        public partial class D;
        [Dataset("s.bin", Storage = DataStorage.Parquet, Field = "content", Format = RecordFormat.Text, Filter = "meta.score >= 0.5 and lang != 'it''s'",
                 Compression = DataCompression.None, Weight = 1.5, MaxSamples = 9, Deduplicate = true, OnBadRow = BadRows.Drop)]
        public partial class S;
        [Dataset("s.md.gz", SampleBy = SampleBy.Paragraph)] public partial class S2;
        [JsonLines("m.jsonl", Format = RecordFormat.Messages)] public partial class M;
        [JsonLines("m2.jsonl", Format = RecordFormat.Messages)] public partial class M2;
        [JsonLines("q2.jsonl", Format = RecordFormat.Preference)] public partial class Q2;
        [JsonLines("k.jsonl", Format = RecordFormat.Kto)] public partial class K;
        [JsonLines("f1.jsonl", Format = RecordFormat.Alpaca, SystemField = "above", PromptField = "q", InputField = "about", CompletionField = "a")] public partial class F1;
        [JsonLines("f2.jsonl", Format = RecordFormat.ShareGpt, MessagesField = "turns", RoleField = "who", ContentField = "what")] public partial class F2;
        [JsonLines("f3.jsonl", Format = RecordFormat.OrcaPairs, ChosenField = "good", RejectedField = "bad")] public partial class F3;
        [JsonLines("f4.jsonl", Format = RecordFormat.Kto, LabelField = "ok")] public partial class F4;
        [JsonLines("f5.jsonl", Format = RecordFormat.Gsm8k, CalculatorMarks = false)] public partial class F5;
        [Dataset("f1.json", Format = RecordFormat.Alpaca, SystemField = "above", PromptField = "q", InputField = "about", CompletionField = "a.0")] public partial class F6;
        [Dataset("f2.parquet", Format = RecordFormat.Messages, MessagesField = "turns", RoleField = "who", ContentField = "what")] public partial class F7;
        [Dataset("f3.json", Format = RecordFormat.AlpacaPreference, ChosenField = "good", RejectedField = "bad")] public partial class F8;
        [Dataset("f4.json", Format = RecordFormat.Kto, LabelField = "ok")] public partial class F9;
        [Dataset("f5.json", Format = RecordFormat.Gsm8k, CalculatorMarks = false)] public partial class F10;
        [Pretrain(typeof(A), Data = [typeof(D)], EvalData = [typeof(T)], Decontaminate = [typeof(F10), typeof(S2)], ContaminationAction = ContaminationAction.Filter, ContaminationNgramSize = 8, LearningRate = 1e-4, LrSchedulerType = SchedulerType.ConstantWithWarmup, WarmupSteps = 2,
                  MaxSteps = 9, PerDeviceTrainBatchSize = 3, GradientAccumulationSteps = 5, MaxLength = 64, WeightDecay = 0.1,
                  AdamBeta1 = 0.8, AdamBeta2 = 0.95, AdamEpsilon = 1e-7, MaxGradNorm = 0.5, Seed = 7, Bf16 = true, GradientCheckpointing = true, LoggingSteps = 2, SaveSteps = 3,
                  SaveTotalLimit = 2, EvalSteps = 4, PerDeviceEvalBatchSize = 6, LoadBestModelAtEnd = true, EarlyStoppingPatience = 2,
                  EarlyStoppingThreshold = 0.01, LossWatchdogThreshold = 9.5, LossWatchdogPatience = 4)]
        internal partial class P;
        [InstructionTune(typeof(L), Data = [typeof(M)], EvalData = [typeof(M2)], Decontaminate = [typeof(F10)], ContaminationAction = ContaminationAction.Warning, ContaminationNgramSize = 20, LearningRate = 1e-4, LrSchedulerType = SchedulerType.Cosine, WarmupSteps = 2,
                  MaxSteps = 9, PerDeviceTrainBatchSize = 3, GradientAccumulationSteps = 5, MaxLength = 64, WeightDecay = 0.1,
                  AdamBeta1 = 0.8, AdamBeta2 = 0.95, AdamEpsilon = 1e-7, MaxGradNorm = 0.5, Seed = 7, Bf16 = true, GradientCheckpointing = true, LoggingSteps = 2, SaveSteps = 3,
                  SaveTotalLimit = 2, EvalSteps = 4, PerDeviceEvalBatchSize = 6, LoadBestModelAtEnd = true, EarlyStoppingPatience = 2,
                  EarlyStoppingThreshold = 0.01, LossWatchdogThreshold = 9.5, LossWatchdogPatience = 4)]
        public partial class I;
        [JsonLines("q.jsonl", Format = RecordFormat.Preference)] public partial class Q;
        [AlignTune(typeof(I), Data = [typeof(Q)], EvalData = [typeof(Q2)], Decontaminate = [typeof(F10), typeof(T)], ContaminationAction = ContaminationAction.Filter, ContaminationNgramSize = 9, Beta = 0.2, LearningRate = 1e-4, LrSchedulerType = SchedulerType.Linear, WarmupSteps = 2,
                  MaxSteps = 9, PerDeviceTrainBatchSize = 3, GradientAccumulationSteps = 5, MaxLength = 64, WeightDecay = 0.1,
                  AdamBeta1 = 0.8, AdamBeta2 = 0.95, AdamEpsilon = 1e-7, MaxGradNorm = 0.5, Seed = 7, Bf16 = true, GradientCheckpointing = true, LoggingSteps = 2, SaveSteps = 3,
                  SaveTotalLimit = 2, EvalSteps = 4, PerDeviceEvalBatchSize = 6, LoadBestModelAtEnd = true, EarlyStoppingPatience = 2,
                  EarlyStoppingThreshold = 0.01, LossWatchdogThreshold = 9.5, LossWatchdogPatience = 4)]
        public partial class O;
        [Pretrain(typeof(A), Data = [typeof(T), typeof(S)], WarmupRatio = 0.1, NumTrainEpochs = 2, MaxLength = 64, PackingStrategy = Packing.Bfd,
                  IsolateDocuments = false, ExcessLengthStrategy = ExcessLength.Drop, ShuffleDataset = true, AddBos = EdgeToken.Always, AddEos = EdgeToken.Never,
                  LoraR = 4, LoraAlpha = 8, LoraDropout = 0, LoraTargetModules = ["o_proj"], UseRslora = true)]
        internal partial class P2;
        [InstructionTune(typeof(L), Data = [typeof(M)], WarmupRatio = 0.1, NumTrainEpochs = 2, MaxLength = 64, ChatTemplate = "zephyr",
                  ExcessLengthStrategy = ExcessLength.Drop, AddBos = EdgeToken.Always, AssistantOnlyLoss = false, Packing = true,
                  PackingStrategy = Packing.Wrapped, IsolateDocuments = false, ShuffleDataset = true, NeftuneNoiseAlpha = 5, LoraR = 8, LoraAlpha = 16, LoraDropout = 0.1, LoraTargetModules = ["all-linear"], UseRslora = true)]
        public partial class I2;
        [AlignTune(typeof(I), Data = [typeof(Q)], LrSchedulerType = SchedulerType.Constant, NumTrainEpochs = 2, MaxLength = 64, ChatTemplate = "templates/own.jinja",
                  ExcessLengthStrategy = ExcessLength.Raise, AddBos = EdgeToken.Never, LossType = [PreferenceLoss.Robust, PreferenceLoss.Simpo, PreferenceLoss.Sft],
                  LossWeights = [1, 0.5, 0.25], LabelSmoothing = 0.1, SimpoGamma = 1.2)]
        public partial class O2;
        [AlignTune(typeof(I), Data = [typeof(K)], WarmupRatio = 0.1, MaxLength = 64, LoraR = 2, LoraAlpha = 4, LoraDropout = 0.2, LoraTargetModules = ["q_proj", "*.mlp.*"], UseRslora = true,
                  LossType = [PreferenceLoss.Kto], DesirableWeight = 1.5, UndesirableWeight = 0.7)]
        public partial class O3;
        [Pretrain(typeof(Inserted), Data = [typeof(T)], MaxLength = 64, LrSchedulerType = SchedulerType.WarmupStableDecay, LrSchedulerMinLrRate = 0.1,
                  LrSchedulerNumDecaySteps = 3, LrSchedulerDecayType = DecayType.OneMinusSqrt, UnfrozenParameters = ["new_layers", "*.norm.weight"],
                  LrScales = ["model.norm.weight: 2", "new_layers: 0.5"], WeightDecay = 0.1, WeightDecayParameters = ["new_layers", "model.norm.weight"])]
        public partial class P3;
        [InstructionTune(typeof(Inserted), Data = [typeof(M)], MaxLength = 64, LrSchedulerType = SchedulerType.WarmupStableDecay, LrSchedulerMinLrRate = 0.1,
                  LrSchedulerNumDecaySteps = 3, LrSchedulerDecayType = DecayType.Linear, UnfrozenParameters = ["lm_head.weight"], CompletionOnlyLoss = true,
                  LrScales = ["lm_head.weight: 2"], WeightDecay = 0.1, WeightDecayParameters = ["lm_head.*"])]
        public partial class I3;
        [AlignTune(typeof(Inserted), Data = [typeof(Q)], MaxLength = 64, LrSchedulerType = SchedulerType.WarmupStableDecay, LrSchedulerMinLrRate = 0.1,
                  LrSchedulerNumDecaySteps = 3, LrSchedulerDecayType = DecayType.Cosine, UnfrozenParameters = ["*"],
                  LrScales = ["seam: 0.1"], WeightDecay = 0.1, WeightDecayParameters = ["*"])]
        public partial class O4;
        [Average(typeof(I), typeof(O))] public partial class V;
        [FromConfig("small/config.json", Ignore = ["use_flash"])] [CheckAgainst("small/config.json", Ignore = ["use_flash"])] public partial class F;
        """;

    internal const string Yaml = """
        namespace: Paper
        x-family: &family
          attention_dropout: 0.0
          bos_token_id: 3
          eos_token_id: 4
          head_dim: 64
          hidden_size: 512
          initializer_range: 1e-2
          intermediate_size: 640
          max_position_embeddings: 256
          num_attention_heads: 4
          num_hidden_layers: 2
          num_key_value_heads: 2
          pad_token_id: 0
          rms_norm_eps: 0.00001
          rope_scaling: { rope_type: llama3, factor: 8.0, low_freq_factor: 2, high_freq_factor: 3.5, original_max_position_embeddings: 128 }
          rope_theta: 5e5
          tie_word_embeddings: true
          use_cache: false
          vocab_size: 77
        x-stage: &stage
          { learning_rate: 0.0001, warmup_steps: 2, max_steps: 9,
            per_device_train_batch_size: 3, gradient_accumulation_steps: 5, max_length: 64, weight_decay: 0.1, adam_beta1: 0.8,
            adam_beta2: 0.95, adam_epsilon: 1e-7, max_grad_norm: 0.5, seed: 7, bf16: true, gradient_checkpointing: true, logging_steps: 2, save_steps: 3, save_total_limit: 2,
            eval_steps: 4, per_device_eval_batch_size: 6, load_best_model_at_end: true, early_stopping_patience: 2, early_stopping_threshold: 0.01,
            loss_watchdog_threshold: 9.5, loss_watchdog_patience: 4 }
        x-decay: &decay { max_length: 64, weight_decay: 0.1, lr_scheduler_type: warmup_stable_decay }
        models:
          A:
            accessibility: internal
            weights: { location: org/name, revision: main }
            llama: { <<: *family, attention_bias: true, hidden_act: relu, mlp_bias: true, pretraining_tp: 1, torch_dtype: bfloat16 }
          B: { mistral: { <<: *family, hidden_act: gelu, sliding_window: 16, dtype: float16 } }
          C: { mistral: { num_hidden_layers: 2, sliding_window: 0, max_position_embeddings: 512 } }
          E: { llama: { num_hidden_layers: 2, intermediate_size: 14336, num_key_value_heads: 8, max_position_embeddings: 512 }, initialize_from: C }
          U: { upscale: E, drop_top: 1, drop_bottom: 0, expect: { num_hidden_layers: 3, parameters: 916484096 } }
          L: { layers: U, ranges: [..2, ^2..] }
          Both: { layers: [{ model: U, ranges: ..2 }, { model: E, ranges: [1..] }], embeddings: U, norm: U, head: E }
          Thrice: { upscale: E, drop_top: 1, drop_bottom: 0, copies: 3, target_layers: 4 }
          Again: { repeat: U, range: 0..2, times: 2 }
          Stacked: { stack: E, copies: 2 }
          Woven: { interleave: E, copies: 3, range: ..1 }
          Inserted: { insert: U, at: [1, ^1], init: identity, zero: [self_attn.o_proj.weight, mlp.down_proj.weight] }
          Expanded: { expand: E, every: 2, add: 2, zero: [self_attn.o_proj.weight, mlp.down_proj.weight] }
          Dropped: { drop: U, ranges: 1..2 }
          Wordy: { resize_vocabulary: E, size: 32064, policy: normal, seed: 3 }
          Mixed: { upcycle: E, experts: 4, experts_per_token: 1, seed: 5 }
          Mean: { recipe: "Insert(Stack(E, 2), 2, average)" }
          F: { from_config: { path: small/config.json, ignore: [use_flash] }, check_against: { files: [small/config.json], ignore: use_flash } }
        data:
          T: { text_file: d.txt, sample_by: line, compression: none, weight: 2, max_samples: 7, deduplicate: true, on_bad_row: drop }
          D: { json_lines: d.jsonl.x, field: content, format: text, filter: lang == 'en', compression: gzip, weight: 0.5, max_samples: 8, deduplicate: true, on_bad_row: drop }
          S:
            dataset: s.bin
            storage: parquet
            field: content
            format: text
            filter: meta.score >= 0.5 and lang != 'it''s'
            compression: none
            weight: 1.5
            max_samples: 9
            deduplicate: true
            on_bad_row: drop
          S2: { dataset: s.md.gz, sample_by: paragraph }
          M: { json_lines: m.jsonl, format: messages }
          M2: { json_lines: m2.jsonl, format: messages }
          Q2: { json_lines: q2.jsonl, format: preference }
          K: { json_lines: k.jsonl, format: kto }
          F1: { json_lines: f1.jsonl, format: alpaca, fields: { system: above, instruction: q, input: about, output: a } }
          F2: { json_lines: f2.jsonl, format: sharegpt, fields: { conversations: turns, role: who, content: what } }
          F3: { json_lines: f3.jsonl, format: orca_pairs, fields: { chosen: good, rejected: bad } }
          F4: { json_lines: f4.jsonl, format: kto, fields: { label: ok } }
          F5: { json_lines: f5.jsonl, format: gsm8k, calculator_marks: false }
          F6: { dataset: f1.json, format: alpaca, fields: { system: above, prompt: q, input: about, completion: a.0 } }
          F7: { dataset: f2.parquet, format: messages, fields: { messages: turns, role: who, content: what } }
          F8: { dataset: f3.json, format: alpaca_preference, fields: { chosen: good, rejected: bad } }
          F9: { dataset: f4.json, format: kto, fields: { label: ok } }
          F10: { dataset: f5.json, format: gsm8k, calculator_marks: false }
          Q: { json_lines: q.jsonl, format: preference }
        stages:
          P: { pretrain: A, data: [D], eval_data: T, decontaminate: [F10, S2], contamination_action: filter, contamination_ngram_size: 8, lr_scheduler_type: constant_with_warmup, <<: *stage, accessibility: internal }
          I: { instruction_tune: L, data: M, eval_data: [M2], decontaminate: F10, contamination_action: warning, contamination_ngram_size: 20, lr_scheduler_type: cosine, <<: *stage }
          O: { align_tune: I, data: [Q], eval_data: [Q2], decontaminate: [F10, T], contamination_action: filter, contamination_ngram_size: 9, beta: 0.2, lr_scheduler_type: linear, <<: *stage }
          P2: { pretrain: A, data: [T, S], warmup_ratio: 0.1, num_train_epochs: 2, max_length: 64, accessibility: internal, packing_strategy: bfd,
                isolate_documents: false, excess_length_strategy: drop, shuffle_dataset: true, add_bos: always, add_eos: never,
                lora_r: 4, lora_alpha: 8, lora_dropout: 0, lora_target_modules: o_proj, use_rslora: true }
          I2: { instruction_tune: L, data: M, warmup_ratio: 0.1, num_train_epochs: 2, max_length: 64, chat_template: zephyr, excess_length_strategy: drop, add_bos: always,
                assistant_only_loss: false, packing: true, packing_strategy: wrapped, isolate_documents: false, shuffle_dataset: true, neftune_noise_alpha: 5,
                lora_r: 8, lora_alpha: 16, lora_dropout: 0.1, lora_target_modules: all-linear, use_rslora: true }
          O2: { align_tune: I, data: Q, lr_scheduler_type: constant, num_train_epochs: 2, max_length: 64, chat_template: templates/own.jinja, excess_length_strategy: raise,
                add_bos: never, loss_type: [robust, simpo, sft], loss_weights: [1, 0.5, 0.25], label_smoothing: 0.1, simpo_gamma: 1.2 }
          O3: { align_tune: I, data: K, warmup_ratio: 0.1, max_length: 64, lora_r: 2, lora_alpha: 4, lora_dropout: 0.2, lora_target_modules: [q_proj, "*.mlp.*"], use_rslora: true, loss_type: kto, desirable_weight: 1.5, undesirable_weight: 0.7 }
          P3: { pretrain: Inserted, data: T, <<: *decay, lr_scheduler_kwargs: { min_lr_rate: 0.1, num_decay_steps: 3, decay_type: 1-sqrt }, unfrozen_parameters: [new_layers, "*.norm.weight"], lr_scales: ["model.norm.weight: 2", "new_layers: 0.5"], weight_decay_parameters: [new_layers, model.norm.weight] }
          I3: { instruction_tune: Inserted, data: M, <<: *decay, lr_scheduler_kwargs: { min_lr_ratio: 0.1, num_decay_steps: 3, decay_type: linear }, unfrozen_parameters: [lm_head.weight], completion_only_loss: true, lr_scales: ["lm_head.weight: 2"], weight_decay_parameters: "lm_head.*" }
          O4: { align_tune: Inserted, data: Q, <<: *decay, lr_scheduler_kwargs: { min_lr_rate: 0.1, num_decay_steps: 3, decay_type: cosine }, unfrozen_parameters: ["*"], lr_scales: ["seam: 0.1"], weight_decay_parameters: ["*"] }
        merges:
          V: { average: [I, O] }
        """;

    private static readonly (string, string)[] Files =
        [("/paper/small/config.json", Rules.FileExamples.Config.Replace("\"model_type\"", "\"use_flash\": true, \"model_type\"", StringComparison.Ordinal))];

    [Fact]
    public void EveryKey_ReadsAlike()
    {
        TestRun left = TestProgram.Of(CSharp).With(Files).Run();
        TestRun right = TestProgram.OfYaml(Yaml).With(Files).Run();

        Assert.Empty(left.Messages);
        Assert.Empty(right.Messages);
        Assert.Equal(Sorted(left.Files), Sorted(right.Files));
        left.AssertCompiles();
    }

    /// <summary>A word or a key that comes later is missing here until somebody writes it above.</summary>
    [Fact]
    public void ProgramAbove_HasEveryWordAndEveryKey()
    {
        ILookup<string, string> written = CSharpSyntaxTree.ParseText(CSharp).GetRoot().DescendantNodes().OfType<AttributeSyntax>()
            .SelectMany(attribute => (attribute.ArgumentList?.Arguments ?? [])
                .Select(argument => argument.NameEquals?.Name.Identifier.Text ?? "")
                .Append("")
                .Select(key => (Word: attribute.Name.ToString(), Key: key)))
            .ToLookup(pair => pair.Word, pair => pair.Key);

        foreach (Type type in typeof(LlamaAttribute).Assembly.GetExportedTypes().Where(IsWord))
        {
            string word = type.Name[..^nameof(Attribute).Length];
            Assert.True(written.Contains(word), $"[{word}] is not written");
            Assert.Equal([], Keys(type).Except(written[word]).Select(key => $"{word}.{key}"));
        }
    }

    private static bool IsWord(Type type) => type.IsSubclassOf(typeof(Attribute)) && !type.IsAbstract && type != typeof(SolarCatalogAttribute) && type != typeof(ModuleTensorAttribute)
        && !EveryFamilyTests.Names.Contains(type.Name) && !EveryMergeKeyTests.IsOfMerges(type);

    private static IEnumerable<string> Keys(Type word) =>
        word.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null).Select(property => property.Name);

    private static (string HintName, string Text)[] Sorted(IEnumerable<(string HintName, string Text)> files) => [.. files.OrderBy(file => file.HintName)];
}
