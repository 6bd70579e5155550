using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Solar.Testing;

namespace Solar.Runtime.Tests.Native;

/// <summary>Starts Solar.TorchProbe, which lies beside the tests, as a process of its own.</summary>
internal static class TorchProbe
{
    private const string Name = "Solar.TorchProbe";

    /// <summary>The probe as it was built, with variables of the environment.</summary>
    public static Task<ChildResult> RunAsync(string mode = "touch", params (string Name, string? Value)[] environment) =>
        RunInAsync(AppContext.BaseDirectory, mode, environment);

    /// <summary>A copy of the probe, with variables of the environment.</summary>
    public static Task<ChildResult> RunInAsync(string folder, string mode, params (string Name, string? Value)[] environment) =>
        StartAsync(["exec", Path.Combine(folder, $"{Name}.dll"), mode], environment);

    /// <summary>Copies the probe, with what it needs under this system, to a folder that a test may change.</summary>
    public static string CopyTo(string folder)
    {
        string natives = Path.Combine("runtimes", "linux-x64", "native");
        Directory.CreateDirectory(Path.Combine(folder, natives));
        string[] files =
        [
            .. Directory.GetFiles(AppContext.BaseDirectory, "*.dll"),
            .. Directory.GetFiles(AppContext.BaseDirectory, $"{Name}.*.json"),
            .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, natives)),
        ];
        foreach (string file in files)
        {
            File.Copy(file, Path.Combine(folder, Path.GetRelativePath(AppContext.BaseDirectory, file)));
        }

        return folder;
    }

    /// <summary>The probe with other runtime options than those its build recorded.</summary>
    public static async Task<ChildResult> RunWithOptionsAsync(string folder, string mode, params (string Option, string? Value)[] options)
    {
        JsonNode config = JsonNode.Parse(await File.ReadAllTextAsync(Beside($"{Name}.runtimeconfig.json")))!;
        JsonObject properties = config["runtimeOptions"]!["configProperties"]!.AsObject();
        foreach ((string option, string? value) in options)
        {
            properties.Remove(option);
            if (value is not null)
            {
                properties[option] = value;
            }
        }

        string changed = Path.Combine(folder, "changed.runtimeconfig.json");
        await File.WriteAllTextAsync(changed, config.ToJsonString());
        return await StartAsync(["exec", "--runtimeconfig", changed, "--depsfile", Beside($"{Name}.deps.json"), Beside($"{Name}.dll"), mode], []);
    }

    private static Task<ChildResult> StartAsync(string[] arguments, (string Name, string? Value)[] environment)
    {
        Dictionary<string, string?> variables = [];
        foreach ((string name, string? value) in environment)
        {
            variables[name] = value;
        }

        return ChildProcess.RunAsync("dotnet", arguments, variables);
    }

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);
}
