using System;
using System.Reflection;
using System.Threading;
using Solar.Runtime;
using Solar.Runtime.Text;
using static TorchSharp.torch;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>
/// A model, met as a type that is only known while the program runs, that goes on with a text. Apart from the commands, since whoever
/// touches this class loads TorchSharp: nobody else has to have it. <see cref="Runtime.Native.TorchLibrary.EnsureLoaded"/> comes first.
/// </summary>
/// <param name="model">The emitted type.</param>
/// <param name="folder">Its checkpoint, with a tokenizer.</param>
/// <param name="prompt">The text.</param>
/// <param name="options">How tokens are chosen.</param>
internal sealed class ModelVoice(Type model, string folder, string prompt, GenerationOptions options)
{
    /// <summary>Goes on with the text.</summary>
    /// <param name="onText">Receives the prompt, and each piece as it comes; null for none.</param>
    /// <param name="cancellationToken">Stops between two tokens.</param>
    /// <exception cref="CommandException">The prompt or an option is outside of its range.</exception>
    public GeneratedText Speak(Action<string>? onText, CancellationToken cancellationToken)
    {
        try
        {
            options.Check();
            MethodInfo generate = typeof(ModelVoice).GetMethod(nameof(GenerateAs), BindingFlags.NonPublic | BindingFlags.Instance)!;
            return (GeneratedText)generate.MakeGenericMethod(model).Invoke(
                this, BindingFlags.DoNotWrapExceptions, binder: null, [onText, cancellationToken], culture: null)!;
        }
        catch (ArgumentException exception)
        {
            throw new CommandException(exception.Message);
        }
    }

    private GeneratedText GenerateAs<TModel>(Action<string>? onText, CancellationToken cancellationToken)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        ITextTokenizer tokenizer = TextTokenizer.Load(folder);
        using TModel loaded = TModel.Load(folder);
        onText?.Invoke(prompt);
        return TextGenerator.Generate(loaded, tokenizer, prompt, options, piece =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            onText?.Invoke(piece);
        });
    }
}
