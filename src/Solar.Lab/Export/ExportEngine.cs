using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Lab.Export;

/// <summary>A training engine of others, for which stages are written.</summary>
/// <param name="Name">The word of the command line.</param>
/// <param name="WrittenFor">The version whose names of options are written.</param>
internal sealed record ExportEngine(string Name, string WrittenFor)
{
    public static readonly ExportEngine Axolotl = new("axolotl", "axolotl of July 2026 (commit 067b021)");

    public static readonly ExportEngine Trl = new("trl", "TRL 1.10 (commit f2cd577, July 2026) with accelerate's FSDP2 or DeepSpeed");

    public static readonly ExportEngine LlamaFactory = new("llama-factory", "LLaMA-Factory of August 2026 (commit ff6d4d1)");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ExportEngine> All { get; } = [Axolotl, Trl, LlamaFactory];

    /// <summary>The engine of a name, or null.</summary>
    public static ExportEngine? Find(string name) => All.FirstOrDefault(engine => engine.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>How a model is divided among GPUs.</summary>
internal enum Sharding
{
    /// <summary>PyTorch's FSDP, second version.</summary>
    Fsdp,

    /// <summary>DeepSpeed ZeRO, third stage.</summary>
    Zero3,
}
