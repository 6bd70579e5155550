using System.Globalization;

namespace Solar.Lab.Export;

/// <summary>The files by which accelerate and DeepSpeed divide a model.</summary>
internal static class ShardingFiles
{
    public const string Accelerate = "accelerate.yaml", DeepSpeed = "ds_zero3.json";

    /// <summary>accelerate's configuration. Weights are saved whole, not in shards, so that they can be imported.</summary>
    public static string AccelerateYaml(ExportedStage stage) => new ConfigLines()
        .Comment("accelerate launch --config_file " + Accelerate)
        .Block(stage.Sharding == Sharding.Fsdp ? Fsdp(stage) : Zero3(stage))
        .Block(string.Create(CultureInfo.InvariantCulture, $"""
            mixed_precision: {(stage.Flag("bf16") ? "bf16" : "\"no\"")}
            num_machines: {(stage.Gpus + 7) / 8}
            num_processes: {stage.Gpus}
            machine_rank: 0
            main_training_function: main
            rdzv_backend: static
            same_network: true
            use_cpu: false
            """))
        .ToString();

    /// <summary>DeepSpeed's configuration, in which <c>auto</c> takes what the trainer is told.</summary>
    public static string DeepSpeedJson() => """
        {
          "train_batch_size": "auto",
          "train_micro_batch_size_per_gpu": "auto",
          "gradient_accumulation_steps": "auto",
          "gradient_clipping": "auto",
          "bf16": { "enabled": "auto" },
          "zero_optimization": {
            "stage": 3,
            "contiguous_gradients": true,
            "reduce_bucket_size": "auto",
            "stage3_prefetch_bucket_size": "auto",
            "stage3_param_persistence_threshold": "auto",
            "stage3_gather_16bit_weights_on_model_save": true
          }
        }

        """;

    private static string Fsdp(ExportedStage stage) => $"""
        compute_environment: LOCAL_MACHINE
        distributed_type: FSDP
        fsdp_config:
          fsdp_version: 2
          fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP
          fsdp_transformer_layer_cls_to_wrap: {stage.LayerClass}
          fsdp_cpu_ram_efficient_loading: true
          fsdp_offload_params: false
          fsdp_reshard_after_forward: true
          fsdp_state_dict_type: FULL_STATE_DICT
        """;

    private static string Zero3(ExportedStage stage) => string.Create(CultureInfo.InvariantCulture, $"""
        compute_environment: LOCAL_MACHINE
        distributed_type: DEEPSPEED
        deepspeed_config:
          deepspeed_multinode_launcher: standard
          gradient_accumulation_steps: {stage.Batch.Passes}
          offload_optimizer_device: none
          offload_param_device: none
          zero3_init_flag: true
          zero3_save_16bit_model: true
          zero_stage: 3
        """);
}
