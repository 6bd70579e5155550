using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Solar.Families;
using Solar.Lab.CommandLine;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Runtime.Text.Chat;
using Solar.Specs;

namespace Solar.Lab.Export;

/// <summary>The folder of one stage: the engine's files, the configuration of the checkpoint that it starts from, the template, the data and the steps.</summary>
/// <param name="stage">The stage.</param>
/// <param name="engine">The engine.</param>
/// <param name="program">The declarations.</param>
/// <param name="dataDirectory">The folder that paths of data sets are relative to.</param>
internal sealed class StageFolder(ExportedStage stage, ExportEngine engine, LabProgram program, string dataDirectory)
{
    /// <summary>The files but for the data, by their path in the folder.</summary>
    /// <exception cref="CommandException">The engine cannot do what the stage declares.</exception>
    public IReadOnlyDictionary<string, string> Files()
    {
        stage.Check();
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [Config] = engine == ExportEngine.Axolotl ? AxolotlConfig.Write(stage) : engine == ExportEngine.Trl ? TrlConfig.Write(stage) : LlamaFactoryConfig.Write(stage),
            [$"{ExportedStage.Start}/config.json"] = ConfigJson.Write(stage.Spec),
            ["README.md"] = StageReadme.Write(stage, engine, Template() is not null),
        };
        if (Template() is { } template)
        {
            files[$"{ExportedStage.Start}/chat_template.jinja"] = template;
        }

        if (engine == ExportEngine.LlamaFactory)
        {
            files[LlamaFactoryConfig.DatasetInfo] = LlamaFactoryConfig.DatasetInfoJson(stage);
        }

        if (engine == ExportEngine.Trl || (engine == ExportEngine.LlamaFactory && stage.Sharding == Sharding.Fsdp))
        {
            files[ShardingFiles.Accelerate] = ShardingFiles.AccelerateYaml(stage);
        }
        else if (stage.Sharding == Sharding.Zero3)
        {
            files[ShardingFiles.DeepSpeed] = ShardingFiles.DeepSpeedJson();
        }

        return files;
    }

    /// <summary>Writes the data sets; one that is there half is written again.</summary>
    /// <param name="folder">The stage's folder.</param>
    /// <param name="cancellationToken">Stops between two rows.</param>
    /// <returns>For each data set, its number of rows.</returns>
    public IReadOnlyList<(string Name, long Rows)> WriteData(string folder, CancellationToken cancellationToken) =>
        [.. stage.Datasets.Select(dataset => (Shown.Name(dataset), WriteData(folder, dataset, cancellationToken)))];

    private long WriteData(string folder, string dataset, CancellationToken cancellationToken)
    {
        var rows = new ExportedRows(DataDescriptions.Of(program.Find(dataset)!.Dataset!), engine, BuiltIn(), (int)stage.Integer("seed"));
        string file = Path.Combine(folder, ExportedStage.DataFile(dataset)), temporary = file + ".tmp";
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        long count = 0;
        try
        {
            using (var writer = new StreamWriter(temporary) { NewLine = "\n" })
            {
                foreach (string line in rows.Read(dataDirectory, cancellationToken))
                {
                    writer.WriteLine(line);
                    count++;
                }
            }

            File.Move(temporary, file, overwrite: true);
            return count;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private string Config => engine == ExportEngine.Axolotl ? AxolotlConfig.File : engine == ExportEngine.Trl ? TrlConfig.File : LlamaFactoryConfig.File;

    // The checkpoint's own template lies beside its tokenizer already; 'auto' falls back on SOLAR's, which is written for a checkpoint without one.
    private string? Template()
    {
        if (stage.Kind == StageKind.Pretrain || stage.Text("chat_template") is ChatTemplates.Tokenizer)
        {
            return null;
        }

        string name = stage.Text("chat_template");
        return BuiltIn() is { } format
            ? TemplateJinja.Of(format, stage.Text("add_bos") != "never")
            : File.Exists(Path.Combine(dataDirectory, name))
                ? File.ReadAllText(Path.Combine(dataDirectory, name))
                : throw new CommandException($"The template of {stage.Entry.Name}, {Path.Combine(dataDirectory, name)}, is not there.");
    }

    private TurnFormat? BuiltIn() => stage.Kind == StageKind.Pretrain
        ? null
        : BuiltInTemplates.Find(stage.Text("chat_template") is ChatTemplates.Auto ? ChatTemplates.Solar : stage.Text("chat_template"));
}
