using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Runtime.Text.Chat;

/// <summary>The templates that need no file. Sources: docs/chat.md.</summary>
internal static class BuiltInTemplates
{
    /// <summary>All of them, in the order in which they are documented.</summary>
    public static IReadOnlyList<TurnFormat> All { get; } =
    [
        // SOLAR-10.7B-Instruct-v1.0's tokenizer_config.json, which ends no answer; the end token is what the model was trained to stop with.
        new TurnFormat
        {
            Name = "solar",
            System = ("### System:\n", "\n\n"),
            User = ("### User:\n", "\n\n"),
            BeforeAnswer = "### Assistant:\n",
            EndOfAnswer = TurnFormat.Eos,
        },

        // Stanford Alpaca; the line end behind "### Response:" is litgpt's and axolotl's. Of several turns the next follows the end token at once, as in FastChat.
        new TurnFormat
        {
            Name = "alpaca",
            System = ("", "\n\n"),
            DefaultSystem = "Below is an instruction that describes a task. Write a response that appropriately completes the request.",
            DefaultSystemWithInput =
                "Below is an instruction that describes a task, paired with an input that provides further context. Write a response that appropriately completes the request.",
            User = ("### Instruction:\n", "\n\n"),
            BeforeInput = "\n\n### Input:\n",
            BeforeAnswer = "### Response:\n",
            EndOfAnswer = TurnFormat.Eos,
        },

        // OpenAI's chat markup, as Qwen, Yi and many others have it.
        new TurnFormat
        {
            Name = "chatml",
            System = ("<|im_start|>system\n", "<|im_end|>\n"),
            User = ("<|im_start|>user\n", "<|im_end|>\n"),
            BeforeAnswer = "<|im_start|>assistant\n",
            EndOfAnswer = "<|im_end|>",
            BehindAnswer = "\n",
            Marks = ["<|im_start|>", "<|im_end|>"],
        },

        // Llama-2-chat's tokenizer_config.json.
        new TurnFormat
        {
            Name = "llama2",
            SystemInUser = ("<<SYS>>\n", "\n<</SYS>>\n\n"),
            User = (TurnFormat.Bos + "[INST] ", " [/INST]"),
            BeforeAnswer = "",
            AnswerLead = " ",
            EndOfAnswer = " " + TurnFormat.Eos,
            Trims = true,
            Alternates = true,
        },

        // Meta-Llama-3-Instruct's tokenizer_config.json.
        new TurnFormat
        {
            Name = "llama3",
            Begin = TurnFormat.Bos,
            System = ("<|start_header_id|>system<|end_header_id|>\n\n", "<|eot_id|>"),
            User = ("<|start_header_id|>user<|end_header_id|>\n\n", "<|eot_id|>"),
            BeforeAnswer = "<|start_header_id|>assistant<|end_header_id|>\n\n",
            EndOfAnswer = "<|eot_id|>",
            Trims = true,
            Marks = ["<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"],
        },

        // Mistral-7B-Instruct-v0.1's tokenizer_config.json.
        new TurnFormat
        {
            Name = "mistral",
            Begin = TurnFormat.Bos,
            SystemInUser = ("", "\n\n"),
            User = ("[INST] ", " [/INST]"),
            BeforeAnswer = "",
            EndOfAnswer = TurnFormat.Eos,
            BehindAnswer = " ",
            Alternates = true,
        },

        // zephyr-7b-beta's tokenizer_config.json.
        new TurnFormat
        {
            Name = "zephyr",
            System = ("<|system|>\n", TurnFormat.Eos + "\n"),
            User = ("<|user|>\n", TurnFormat.Eos + "\n"),
            BeforeAnswer = "<|assistant|>\n",
            EndOfAnswer = TurnFormat.Eos,
            BehindAnswer = "\n",
        },

        // gemma-it's tokenizer_config.json: it knows no system turn.
        new TurnFormat
        {
            Name = "gemma",
            Begin = TurnFormat.Bos,
            User = ("<start_of_turn>user\n", "<end_of_turn>\n"),
            BeforeAnswer = "<start_of_turn>model\n",
            EndOfAnswer = "<end_of_turn>",
            BehindAnswer = "\n",
            Trims = true,
            Alternates = true,
            Marks = ["<start_of_turn>", "<end_of_turn>"],
        },

        // Phi-3-mini-4k-instruct's tokenizer_config.json.
        new TurnFormat
        {
            Name = "phi3",
            System = ("<|system|>\n", "<|end|>\n"),
            User = ("<|user|>\n", "<|end|>\n"),
            BeforeAnswer = "<|assistant|>\n",
            EndOfAnswer = "<|end|>",
            BehindAnswer = "\n",
            Marks = ["<|system|>", "<|user|>", "<|assistant|>", "<|end|>"],
        },

        // Nothing around prompt and answer: for prompts that are rendered already.
        new TurnFormat
        {
            Name = "plain",
            System = ("", ""),
            User = ("", ""),
            BeforeAnswer = "",
            EndOfAnswer = TurnFormat.Eos,
        },
    ];

    /// <summary>The template of a name, or null.</summary>
    public static TurnFormat? Find(string name) => All.FirstOrDefault(format => format.Name.Equals(name, StringComparison.Ordinal));
}
