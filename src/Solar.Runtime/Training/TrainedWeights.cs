using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Training.Lora;
using Solar.Runtime.Training.State;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

/// <summary>The weights of a run and their data types: as they are loaded, trained, stored in states and written in the end.</summary>
internal static class TrainedWeights
{
    /// <summary>
    /// Loads a model to train. In bfloat16 the float32 originals come from the stored weights themselves and not from their rounding.
    /// </summary>
    public static (TModel Model, IReadOnlyDictionary<string, Tensor>? Masters) Load<TModel>(TrainingOptions options)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        Device target = device(options.Device);
        TModel model = TModel.Load(options.ModelDirectory, new Placement(target, options.Bf16 ? ScalarType.BFloat16 : ScalarType.Float32));
        if (!options.Bf16)
        {
            return (model, null);
        }

        using TModel wide = TModel.Load(options.ModelDirectory, new Placement(target, ScalarType.Float32));
        return (model, wide.named_parameters().ToDictionary(
            pair => pair.name, pair => pair.parameter.detach().DetachFromDisposeScope(), StringComparer.Ordinal));
    }

    /// <exception cref="TrainingOptionException">A model in memory is of another type than the run is to compute in.</exception>
    public static void CheckType(nn.Module model, TrainingOptions options)
    {
        foreach ((string name, Parameter parameter) in model.named_parameters())
        {
            bool isNarrow = parameter.dtype is ScalarType.BFloat16 or ScalarType.Float16;
            if (isNarrow != options.Bf16 || parameter.dtype == ScalarType.Float16)
            {
                throw new TrainingOptionException(
                    nameof(TrainingOptions.Bf16),
                    $"is {options.Bf16}, and the model's '{name}' is {parameter.dtype}; create it with a Placement of {(options.Bf16 ? "BFloat16" : "Float32")}.");
            }
        }
    }

    /// <summary>The type of the trained checkpoint: as declared, else as the weights that it starts from are stored.</summary>
    public static ScalarType OutputType(ModelDescription description, nn.Module model, string modelDirectory)
    {
        if (description.Dtype is string declared && TensorDtypes.ParseConfig(declared) is TensorDtype dtype)
        {
            return TensorTypes.Of(dtype);
        }

        if (!File.Exists(Path.Combine(modelDirectory, CheckpointFiles.Config)))
        {
            return model.parameters().First().dtype;
        }

        using CheckpointReader stored = CheckpointReader.Open(modelDirectory);
        return TensorTypes.Of(stored.Tensors.Values.First().Info.Dtype);
    }

    /// <summary>
    /// Writes the weights as the optimiser holds them, in Hugging Face's layout: with adapters in them where there are some, which then stand
    /// in a folder of their own inside, too.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="parameters">What is trained of it.</param>
    /// <param name="directory">A folder that is not there yet.</param>
    /// <param name="options">Type of the stored weights and further files.</param>
    /// <param name="baseModel">What the model was trained from, for the adapters' configuration.</param>
    public static void Save<TModel>(TModel model, TrainedParameters parameters, string directory, SaveOptions options, string? baseModel = null)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        using TModel bound = TModel.Create(Placement.Meta);
        bound.Bind(new TrainedParameterSource(model, parameters));
        Checkpoint.Save(bound, directory, tokenizerFrom: null, options with { Replace = MergerOf(parameters) });
        if (parameters.Adapters is { } adapters)
        {
            LoraFolder.Write(Path.Combine(directory, LoraFolder.Name), model, parameters, adapters, baseModel);
        }
    }

    /// <summary>Copies what is trained out of a folder that <see cref="Save"/> wrote in float32, bit by bit.</summary>
    /// <exception cref="CheckpointException">It is damaged.</exception>
    /// <exception cref="TrainingStateException">It has not all of it.</exception>
    public static void Restore(TrainedParameters parameters, string directory)
    {
        StateTensors.CopyInto(directory, parameters.Where(parameter => !parameter.IsAdapter).Select(parameter => (parameter.Name, parameter.Value)));
        if (parameters.Adapters is not null)
        {
            LoraFolder.Restore(Path.Combine(directory, LoraFolder.Name), parameters.Where(parameter => parameter.IsAdapter));
        }
    }

    /// <summary>Adds adapters to the weights that they stand beside, and takes them out of forward passes: a model in memory goes back to its caller trained.</summary>
    public static void Merge(nn.Module model, TrainedParameters parameters)
    {
        if (parameters.Adapters is not { } adapters || MergerOf(parameters) is not { } merge)
        {
            return;
        }

        using (no_grad())
        {
            foreach ((string name, Parameter weight) in model.named_parameters())
            {
                if (adapters.OfWeight(name) is not null)
                {
                    using Tensor merged = merge(name, parameters.FrozenOriginals.GetValueOrDefault(name) ?? weight);
                    weight.copy_(merged);
                }
            }
        }

        adapters.Off();
    }

    private static Func<string, Tensor, Tensor>? MergerOf(TrainedParameters parameters)
    {
        if (parameters.Adapters is not { } adapters)
        {
            return null;
        }

        Dictionary<string, Tensor> factors =
            parameters.Where(parameter => parameter.IsAdapter).ToDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal);
        return (name, weight) => adapters.OfWeight(name) is { } module ? module.Merged(weight, factors[module.NameOfA], factors[module.NameOfB]) : weight;
    }
}
