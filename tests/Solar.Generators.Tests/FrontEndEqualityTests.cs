using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Joining;
using Solar.Generators.Tests.Harness;
using Solar.Generators.Tests.Incremental;
using Solar.Generators.Tests.Inputs;
using Solar.Plans;
using Solar.Specs;
using Xunit;

namespace Solar.Generators.Tests;

/// <summary>YAML is an equal front end, not a lesser one.</summary>
public class FrontEndEqualityTests
{
    [Fact]
    public void SameProgram_GivesTheSameFiles()
    {
        Assert.Equal(Sorted(SnapshotInputs.PaperInCSharp.Run().Files), Sorted(SnapshotInputs.PaperInYaml.Run().Files));
    }

    [Fact]
    public void SameProgram_GivesTheSamePlans()
    {
        JoinedProgram left = Joined(SnapshotInputs.PaperInCSharp), right = Joined(SnapshotInputs.PaperInYaml);

        Assert.Equal(Models(left), Models(right));
        Assert.Equal(Stages(left), Stages(right));
        Assert.Equal(Merges(left), Merges(right));
        Assert.Equal(Sorted(left.Datasets), Sorted(right.Datasets));
    }

    /// <summary>Every word and every key of it, but those whose attribute cannot say null.</summary>
    [Fact]
    public void EveryKey_ReadsAlike()
    {
        TestRun left = TestProgram.Of("""
            using Solar;
            namespace Paper;
            [Llama(AttentionBias = true, AttentionDropout = 0, BosTokenId = 3, EosTokenId = 4, HeadDim = 64, HiddenAct = "relu", HiddenSize = 512,
                   InitializerRange = 0.01, IntermediateSize = 640, MaxPositionEmbeddings = 256, MlpBias = true, NumAttentionHeads = 4, NumHiddenLayers = 2,
                   NumKeyValueHeads = 2, PadTokenId = 0, PretrainingTp = 1, RmsNormEps = 1e-5, RopeScalingType = "llama3", RopeScalingFactor = 8,
                   RopeScalingLowFreqFactor = 2, RopeScalingHighFreqFactor = 3.5, RopeScalingOriginalMaxPositionEmbeddings = 128, RopeTheta = 500000,
                   TieWordEmbeddings = true, Dtype = Dtype.BFloat16, UseCache = false, VocabSize = 77)]
            [Weights("org/name", Revision = "main")]
            internal partial class A;
            [JsonLines("d.jsonl", Field = "content", Format = RecordFormat.Text)] public partial class D;
            [Pretrain(typeof(A), Data = [typeof(D)], LearningRate = 1e-4, LrSchedulerType = SchedulerType.ConstantWithWarmup, WarmupRatio = 0.1, WarmupSteps = 2,
                      MaxSteps = 9, NumTrainEpochs = 2, PerDeviceTrainBatchSize = 3, GradientAccumulationSteps = 5, MaxLength = 64, WeightDecay = 0.1,
                      AdamBeta1 = 0.8, AdamBeta2 = 0.95, AdamEpsilon = 1e-7, MaxGradNorm = 0.5, Seed = 7, Bf16 = true, LoggingSteps = 2, SaveSteps = 3)]
            internal partial class P;
            """).Run();
        TestRun right = TestProgram.OfYaml("""
            namespace: Paper
            models:
              A:
                accessibility: internal
                weights: { location: org/name, revision: main }
                llama:
                  attention_bias: true
                  attention_dropout: 0.0
                  bos_token_id: 3
                  eos_token_id: 4
                  head_dim: 64
                  hidden_act: relu
                  hidden_size: 512
                  initializer_range: 1e-2
                  intermediate_size: 640
                  max_position_embeddings: 256
                  mlp_bias: true
                  num_attention_heads: 4
                  num_hidden_layers: 2
                  num_key_value_heads: 2
                  pad_token_id: 0
                  pretraining_tp: 1
                  rms_norm_eps: 0.00001
                  rope_scaling: { rope_type: llama3, factor: 8.0, low_freq_factor: 2, high_freq_factor: 3.5, original_max_position_embeddings: 128 }
                  rope_theta: 5e5
                  tie_word_embeddings: true
                  torch_dtype: bfloat16
                  use_cache: false
                  vocab_size: 77
            data:
              D: { json_lines: d.jsonl, field: content, format: text }
            stages:
              P: { pretrain: A, data: [D], learning_rate: 0.0001, lr_scheduler_type: constant_with_warmup, warmup_ratio: 0.1, warmup_steps: 2, max_steps: 9,
                   num_train_epochs: 2, per_device_train_batch_size: 3, gradient_accumulation_steps: 5, max_length: 64, weight_decay: 0.1, adam_beta1: 0.8,
                   adam_beta2: 0.95, adam_epsilon: 1e-7, max_grad_norm: 0.5, seed: 7, bf16: true, logging_steps: 2, save_steps: 3,
                   accessibility: internal }
            """).Run();

        Assert.Empty(left.Messages);
        Assert.Empty(right.Messages);
        Assert.Equal(Sorted(left.Files), Sorted(right.Files));
        left.AssertCompiles();
    }

    private static JoinedProgram Joined(TestProgram program) =>
        (JoinedProgram)program.Run().Outputs(TrackingNames.Joined).Single().Value;

    // How a name was written differs from front end to front end; what it means is in the plan.
    private static ModelPlan[] Models(JoinedProgram program) =>
    [
        .. program.Models.Select(plan => plan with
        {
            Declaration = plan.Declaration with { InitializeFrom = null, Recipe = null },
        }).OrderBy(plan => plan.Declaration.Name.FullName),
    ];

    private static StagePlan[] Stages(JoinedProgram program) =>
    [
        .. program.Stages.Select(plan => plan with
        {
            Declaration = plan.Declaration with { Model = NameReference.Full(""), Data = default },
        }).OrderBy(plan => plan.Declaration.Name.FullName),
    ];

    private static MergePlan[] Merges(JoinedProgram program) =>
        [.. program.Merges.Select(plan => plan with { Declaration = plan.Declaration with { Models = default } })];

    private static DatasetPlan[] Sorted(IEnumerable<DatasetPlan> plans) => [.. plans.OrderBy(plan => plan.Declaration.Name.FullName)];

    private static (string HintName, string Text)[] Sorted(IEnumerable<(string HintName, string Text)> files) => [.. files.OrderBy(file => file.HintName)];
}
