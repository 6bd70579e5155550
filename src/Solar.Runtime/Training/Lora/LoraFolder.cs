using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Checkpoints.Lora;
using Solar.Runtime.Training.State;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime.Training.Lora;

/// <summary>
/// The adapters of a run in PEFT's layout: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>, float32. What is trained in full beside
/// them is in it as <c>modules_to_save</c>, so that it and its base are the trained model.
/// </summary>
internal static class LoraFolder
{
    /// <summary>The folder's name beside the merged checkpoint.</summary>
    public const string Name = "adapter";

    /// <summary>Writes the folder.</summary>
    /// <param name="directory">A folder that is not there yet.</param>
    /// <param name="model">The model.</param>
    /// <param name="parameters">What is trained, with its adapters.</param>
    /// <param name="adapters">The adapters.</param>
    /// <param name="baseModel">What they stand over, in words.</param>
    public static void Write(string directory, nn.Module model, TrainedParameters parameters, LoraAdapters adapters, string? baseModel)
    {
        (string Name, Tensor Value)[] tensors = [.. Tensors(model, parameters)];
        TensorInfo[] infos = [.. tensors.Select(tensor => new TensorInfo(LoraNames.Prefix + tensor.Name, TensorDtype.F32, tensor.Value.shape))];
        byte[] header = SafetensorsHeaderWriter.Write(infos, out IReadOnlyList<SafetensorsEntry> entries);
        using CheckpointWriter writer = CheckpointWriter.Create(directory, [new Shard(LoraNames.Weights, header, entries)], fingerprint: null);
        writer.WriteText(LoraConfig.FileName, LoraConfigWriter.Write(Config(model, parameters, adapters, baseModel)));
        foreach ((string name, Tensor value) in tensors)
        {
            using Tensor wide = value.detach().to(ScalarType.Float32);
            StateTensors.Write(writer[LoraNames.Prefix + name], wide);
        }

        writer.Commit(new CheckpointManifest { Model = Name, Dtype = "float32" });
    }

    /// <summary>Copies the values of adapters out of a folder, bit by bit.</summary>
    /// <exception cref="CheckpointException">It is damaged.</exception>
    /// <exception cref="TrainingStateException">It has not all of them.</exception>
    public static void Restore(string directory, IEnumerable<TrainedParameter> adapters)
    {
        if (!File.Exists(Path.Combine(directory, LoraNames.Weights)))
        {
            throw new TrainingStateException(directory, "is gone, and holds what was trained; begin anew, or run with LoraR 0.");
        }

        using CheckpointReader stored = CheckpointReader.OpenFile(directory, LoraNames.Weights, MappingMode.CopyOnWrite);
        StateTensors.CopyInto(stored, adapters.Select(parameter => (LoraNames.Prefix + parameter.Name, parameter.Value)));
    }

    /// <summary>Factors, and the modules that are trained in full, with all that they own.</summary>
    private static IEnumerable<(string Name, Tensor Value)> Tensors(nn.Module model, TrainedParameters parameters)
    {
        string[] whole = [.. Whole(parameters)];
        Dictionary<string, Tensor> values = parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal);
        foreach ((string name, Parameter parameter) in model.named_parameters().Where(entry => whole.Contains(Owner(entry.name))))
        {
            yield return (name, values.GetValueOrDefault(name) ?? parameters.FrozenOriginals.GetValueOrDefault(name) ?? parameter);
        }

        foreach (TrainedParameter parameter in parameters.Where(parameter => parameter.IsAdapter))
        {
            yield return (parameter.Name, parameter.Value);
        }
    }

    private static LoraConfig Config(nn.Module model, TrainedParameters parameters, LoraAdapters adapters, string? baseModel) => new()
    {
        Rank = adapters.Settings.Rank,
        Alpha = adapters.Settings.Alpha,
        Dropout = adapters.Settings.Dropout,
        IsRankStabilized = adapters.Settings.IsRankStabilized,
        IsTransposed = adapters.Modules.Any(module => module.IsTransposed),
        TargetModules = ModuleNames.Of(TargetNames(model, adapters).Order(StringComparer.Ordinal)),
        ModulesToSave = ModuleNames.Of(Whole(parameters)),
        BaseModel = baseModel,
    };

    /// <summary>The modules that own a parameter that is trained in full.</summary>
    private static IEnumerable<string> Whole(TrainedParameters parameters) =>
        parameters.Where(parameter => !parameter.IsAdapter).Select(parameter => Owner(parameter.Name)).Distinct();

    /// <summary>The last parts of names, where they mean all modules that they would; else names as they are: PEFT counts what a name means.</summary>
    private static IEnumerable<string> TargetNames(nn.Module model, LoraAdapters adapters)
    {
        HashSet<string> own = [.. adapters.Modules.Select(module => module.Name)];
        string[] last = [.. own.Select(name => name[(name.LastIndexOf('.') + 1)..]).Distinct()];
        return model.named_modules().Select(entry => entry.name).Where(module => last.Any(name => ModuleNames.EndsWith(module, name))).All(own.Contains) ? last : own;
    }

    private static string Owner(string parameter) => parameter[..Math.Max(0, parameter.LastIndexOf('.'))];
}
