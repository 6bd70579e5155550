using System;
using System.IO;
using System.Linq;
using Solar.Runtime.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime.Checkpoints;

/// <summary>Reads and writes the weights of a declared model in Hugging Face's layout.</summary>
public static class Checkpoint
{
    /// <summary>
    /// Loads a model. Every tensor's name, shape and type and every number of config.json is held against the declaration first.
    /// </summary>
    /// <typeparam name="TModel">The declared model.</typeparam>
    /// <param name="directory">A folder with config.json and the safetensors files.</param>
    /// <param name="placement">
    /// Device and type of the parameters. What is left open is the CPU and the stored type: then nothing is copied, and memory is taken
    /// page by page as weights are used.
    /// </param>
    /// <exception cref="CheckpointException">The checkpoint is damaged or not that of this model; every fault is named.</exception>
    /// <exception cref="TorchLibraryException">There is no libtorch, or it does not load here.</exception>
    public static TModel Load<TModel>(string directory, Placement placement = default)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        CheckpointPlan plan = ModelPlans.Own<TModel>();
        using CheckpointReader checkpoint = CheckpointReader.Open(directory, MappingMode.CopyOnWrite);
        PlanCheck.Verify(plan, checkpoint, CheckpointUse.Own, converts: placement.Dtype is not null);

        TorchLibrary.EnsureLoaded();
        var source = new MappedParameterSource(checkpoint, placement);
        TModel model = TModel.Create(Placement.Meta);
        try
        {
            model.Bind(source);
            source.RequireAllTaken(plan);
            RequireBound(model, plan, placement);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Writes a model: config.json, weights and manifest. The folder appears whole or not at all.</summary>
    /// <typeparam name="TModel">The declared model.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="directory">Where it will be: not there yet, empty, or a checkpoint that Solar wrote and that is to be replaced.</param>
    /// <param name="tokenizerFrom">A folder whose tokenizer and generation files are taken over; null for none.</param>
    /// <param name="options">Type, shard size and further files.</param>
    /// <exception cref="CheckpointException">The folder is taken, or the weights are not of the declared type.</exception>
    public static void Save<TModel>(TModel model, string directory, string? tokenizerFrom = null, SaveOptions? options = null)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        options ??= new SaveOptions();
        ModelDescription description = TModel.Description;
        CheckpointPlan plan = ModelPlans.Own<TModel>();
        ModelTensors tensors = ModelTensors.Of(model, plan, options.Dtype);

        using CheckpointWriter writer = CheckpointWriter.Create(directory, tensors.Infos, options.MaxShardSize);
        string dtype = tensors.Infos[0].Dtype.ConfigName()!;
        writer.WriteText(CheckpointFiles.Config, ConfigFile.Parse(plan.Config, plan.Model).WithDtype(dtype));
        if (tokenizerFrom is not null)
        {
            foreach (string path in CheckpointFiles.CarriedFrom(Path.GetFullPath(tokenizerFrom)))
            {
                writer.CopyFile(path);
            }
        }

        tensors.WriteTo(writer, options.Replace);
        options.Alongside?.Invoke(writer);
        writer.Commit(new CheckpointManifest
        {
            Model = plan.Model,
            Declaration = plan.Declaration,
            Recipe = plan.Recipe,
            BuiltFrom = [.. description.Sources.Select(source => source.Name)],
            LayerMap = description.LayerMap,
            LayerSources = description.LayerSources,
            Dtype = dtype,
            Training = options.Training,
        });
    }

    /// <summary>A parameter that kept its place on the meta device would fail long after, in a forward pass.</summary>
    private static void RequireBound(nn.Module model, CheckpointPlan plan, Placement placement)
    {
        if (placement.IsMeta)
        {
            return;
        }

        foreach ((string name, Parameter parameter) in model.named_parameters())
        {
            if (parameter.is_meta)
            {
                throw new InvalidOperationException($"Bind of {plan.Model} left {name} without weights.");
            }
        }
    }
}
