using System;
using System.Linq;
using System.Reflection;
using Solar.Lab.Evaluation.Engine;
using Solar.Runtime;
using Solar.Runtime.Text;
using static TorchSharp.torch;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>
/// A model, met as a type that is only known while the program runs, that answers requests. Apart from the commands, since whoever touches this
/// class loads TorchSharp. <see cref="Runtime.Native.TorchLibrary.EnsureLoaded"/> comes first.
/// </summary>
internal static class EvaluatedModel
{
    /// <summary>Loads a model, lets it answer, and lets it go.</summary>
    /// <param name="type">The emitted type.</param>
    /// <param name="folder">Its checkpoint, with a tokenizer.</param>
    /// <param name="device">The device, such as <c>cpu</c>.</param>
    /// <param name="dtype">The type to compute in; null for the stored one.</param>
    /// <param name="options">How it answers.</param>
    /// <param name="use">What is done with it.</param>
    public static T Use<T>(Type type, string folder, string device, ScalarType? dtype, EngineOptions options, Func<OpenedModel, T> use)
    {
        MethodInfo method = typeof(EvaluatedModel).GetMethod(nameof(UseAs), BindingFlags.NonPublic | BindingFlags.Static)!;
        return (T)method.MakeGenericMethod(type, typeof(T)).Invoke(
            null, BindingFlags.DoNotWrapExceptions, binder: null, [folder, device, dtype, options, use], culture: null)!;
    }

    private static T UseAs<TModel, T>(string folder, string device, ScalarType? dtype, EngineOptions options, Func<OpenedModel, T> use)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        ITextTokenizer tokenizer = TextTokenizer.Load(folder);
        using TModel model = TModel.Load(folder, new Placement(new Device(device), dtype));
        var answerer = new ModelAnswerer<TModel>(model, tokenizer, options);
        return use(new OpenedModel
        {
            Answers = answerer,
            Tokenizer = tokenizer,
            Parameters = TModel.Description.ParameterCount,
            Dtype = model.parameters().First().dtype.ToString().ToLowerInvariant(),
            MaxLength = answerer.MaxLength,
            Settings = answerer.Settings,
            Truncated = () => answerer.Truncated,
        });
    }
}

/// <summary>A model that is loaded.</summary>
internal sealed record OpenedModel
{
    public required IAnswerSource Answers { get; init; }

    public required string Settings { get; init; }

    public required ITextTokenizer Tokenizer { get; init; }

    public required long Parameters { get; init; }

    public required string Dtype { get; init; }

    public required int MaxLength { get; init; }

    public required Func<TruncationCount> Truncated { get; init; }
}
