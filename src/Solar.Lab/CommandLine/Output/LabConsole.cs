using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Output;

/// <summary>Where commands write: tables and JSON to the output, messages and progress to the error stream.</summary>
internal sealed class LabConsole
{
    // Of a pipe nobody knows the width; long enough that no name of a tensor is broken.
    private const int PipeWidth = 160;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    private readonly TextWriter _output;

    public LabConsole(LabHost host)
    {
        _output = host.Output;
        Out = Create(host.Output, host.IsOutputTerminal);
        Error = Create(host.Error, host.IsErrorTerminal);
        IsErrorTerminal = host.IsErrorTerminal;
    }

    /// <summary>Results.</summary>
    public IAnsiConsole Out { get; }

    /// <summary>Messages and progress.</summary>
    public IAnsiConsole Error { get; }

    /// <summary>Whether progress would be seen.</summary>
    public bool IsErrorTerminal { get; }

    /// <summary>Writes a result for a machine: one JSON object, keys in snake case.</summary>
    public void WriteJson<T>(T value) => _output.WriteLine(JsonSerializer.Serialize(value, Json));

    /// <summary>Writes text as it is, such as a model's own words.</summary>
    public void WriteRaw(string text)
    {
        _output.Write(text);
        _output.Flush();
    }

    /// <summary>Writes a line for whoever runs the command, never broken where it is long.</summary>
    /// <param name="message">The line.</param>
    /// <param name="isProblem">Whether it says that something is wrong.</param>
    public void WriteError(string message, bool isProblem = true)
    {
        if (isProblem)
        {
            Error.Write(new Text("error: ", new Style(Color.Red, decoration: Decoration.Bold)));
        }

        Error.Profile.Out.Writer.WriteLine(message);
    }

    /// <summary>Writes a warning.</summary>
    public void WriteWarning(string message)
    {
        Error.Write(new Text("warning: ", new Style(Color.Yellow)));
        Error.Profile.Out.Writer.WriteLine(message);
    }

    private static IAnsiConsole Create(TextWriter writer, bool isTerminal)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Capabilities.Unicode = true;
        if (!isTerminal)
        {
            console.Profile.Width = PipeWidth;
        }

        return console;
    }
}
