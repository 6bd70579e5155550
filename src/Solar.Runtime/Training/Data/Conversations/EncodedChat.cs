using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Runtime.Text;
using Solar.Runtime.Text.Chat;

namespace Solar.Runtime.Training.Data.Conversations;

/// <summary>A conversation as tokens.</summary>
/// <param name="Ids">Its tokens, begin token included.</param>
/// <param name="Spans">The characters of each in the rendered text.</param>
/// <param name="Chat">The rendered text.</param>
internal sealed record EncodedChat(IReadOnlyList<int> Ids, IReadOnlyList<CharacterSpan> Spans, RenderedChat Chat)
{
    /// <summary>
    /// Which tokens are learnt: those with a character of an answer or of the mark that ends it. A token that begins before an answer, as a space that goes
    /// with a word does, is one that a model writes.
    /// </summary>
    public bool[] Learnt(LearntTurns learns)
    {
        if (learns == LearntTurns.All)
        {
            return [.. Ids.Select(_ => true)];
        }

        CharacterSpan[] answers = [.. Chat.Messages.Where(message => message.Learnt is not null).Select(message => message.Learnt!.Value)];
        return Learnt(learns == LearntTurns.Completion && answers.Length > 0 ? answers[^1..] : answers);
    }

    /// <summary>Which tokens have a character of some spans.</summary>
    public bool[] Learnt(CharacterSpan[] spans) => [.. Spans.Select(token => Array.Exists(
        spans, span => span.Overlaps(token) || (token.Length == 0 && token.Start >= span.Start && token.Start < span.End)))];
}
