using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace Ash.Commands;

/// <summary>
/// A line with one of our commands, and what it gives each parameter. PowerShell hands a completer only part of that: neither what comes
/// down the pipeline, nor a string with a variable in it, nor what stands at a place that another set gives to another parameter.
/// </summary>
internal sealed class CommandLine
{
    private readonly CmdletInfo _command;
    private readonly CommandAst _line;

    /// <summary>What is given by name; null where that is the word being typed, or nothing yet.</summary>
    private readonly Dictionary<string, ExpressionAst?> _named = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is given by place; null for the word being typed.</summary>
    private readonly List<ExpressionAst?> _placed = [];

    private CommandLine(CmdletInfo command, CommandAst line, CommandElementAst? word)
    {
        _command = command;
        _line = line;
        string? waiting = null;
        foreach (CommandElementAst element in line.CommandElements.Skip(1))
        {
            ExpressionAst? argument = element == word ? null : element as ExpressionAst;
            if (element is CommandParameterAst parameter)
            {
                CommandParameterInfo? meant = Find(parameter.ParameterName);
                if (meant is not null) _named[meant.Name] = parameter.Argument;
                bool takesNext = meant is not null && parameter.Argument is null && meant.ParameterType != typeof(SwitchParameter);
                waiting = takesNext ? meant!.Name : null;
            }
            else if (waiting is not null)
            {
                _named[waiting] = argument;
                waiting = null;
            }
            else
            {
                _placed.Add(argument);
            }
        }
        // Nothing is typed yet of what comes next.
        if (word is null && waiting is null) _placed.Add(null);
    }

    /// <summary>The command's name.</summary>
    public string Name => _command.Name;

    /// <summary>The sets that have all that is given by name, the default one first.</summary>
    private IEnumerable<CommandParameterSetInfo> Sets => _command.ParameterSets
        .Where(set => _named.Keys.All(name => set.Parameters.Any(parameter => parameter.Name == name)))
        .OrderByDescending(static set => set.IsDefault);

    /// <summary>Reads a line.</summary>
    /// <param name="commandName">The command.</param>
    /// <param name="line">The line.</param>
    /// <param name="isWord">Tells the word that is being typed, which says nothing yet.</param>
    /// <returns>The line; null where the command is none of ours.</returns>
    public static CommandLine? Read(string? commandName, CommandAst line, Predicate<IScriptExtent> isWord)
    {
        string name = commandName?.Split('\\')[^1] ?? string.Empty;
        // Get-AshSession is GetAshSessionCommand: to look at the attributes of all types would load all that they are made of.
        Type? type = typeof(CommandLine).Assembly.GetType(
            $"{typeof(CommandLine).Namespace}.{name.Replace("-", null, StringComparison.Ordinal)}Command", throwOnError: false, ignoreCase: true);
        return type?.IsSubclassOf(typeof(Cmdlet)) == true
            ? new(new(name, type), line, line.CommandElements.LastOrDefault(element => isWord(element.Extent)))
            : null;
    }

    /// <summary>Whether a parameter is given by its name.</summary>
    private bool Names(string parameter) => _named.ContainsKey(parameter);

    /// <summary>The parameter as the command declares it.</summary>
    public CommandParameterInfo? Find(string name)
    {
        CommandParameterInfo[] all =
            [.. _command.ParameterSets.SelectMany(static set => set.Parameters).DistinctBy(static parameter => parameter.Name)];
        bool Is(CommandParameterInfo parameter, Func<string, bool> fits) => fits(parameter.Name) || parameter.Aliases.Any(fits);
        return all.FirstOrDefault(parameter => Is(parameter, called => called.Equals(name, StringComparison.OrdinalIgnoreCase)))
            ?? all.FirstOrDefault(parameter => Is(parameter, called => called.StartsWith(name, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>The parameters that take what stands at a place, that of the default set first.</summary>
    public IEnumerable<CommandParameterInfo> At(int place) => Sets
        .Select(set => ByPlace(set).ElementAtOrDefault(place))
        .OfType<CommandParameterInfo>()
        .DistinctBy(static parameter => parameter.Name);

    /// <summary>The place of the word being typed; negative where a name stands before it.</summary>
    public int Place => _placed.IndexOf(null);

    /// <summary>The parameters that may still be given by name, without those that every command has.</summary>
    public IEnumerable<CommandParameterInfo> Free => Sets
        .SelectMany(static set => set.Parameters)
        .DistinctBy(static parameter => parameter.Name)
        .Where(parameter => !Names(parameter.Name) && !Cmdlet.CommonParameters.Contains(parameter.Name));

    /// <summary>What is known of the arguments without running anything, by parameter.</summary>
    /// <param name="known">What PowerShell knows, which stands.</param>
    public IDictionary Bind(IDictionary known)
    {
        Hashtable bound = new(known, StringComparer.OrdinalIgnoreCase);
        foreach ((string name, ExpressionAst? argument) in _named) Add(name, argument);
        // The first set with a place for each, or else that with the most.
        CommandParameterSetInfo? set = Sets.MaxBy(set => Math.Min(ByPlace(set).Count(), _placed.Count));
        if (set is not null)
        {
            foreach ((CommandParameterInfo parameter, ExpressionAst? argument) in ByPlace(set).Zip(_placed)) Add(parameter.Name, argument);
        }
        if (_line.Parent is PipelineAst { PipelineElements: [CommandExpressionAst input, var next, ..] } && next == _line)
        {
            foreach (CommandParameterInfo parameter in Free)
                if (parameter.ValueFromPipeline) Add(parameter.Name, input.Expression);
        }
        return bound;

        void Add(string name, ExpressionAst? argument)
        {
            if (bound[name] is null && argument is not null && PlainExpression.ValueOf(argument) is { } value) bound[name] = value;
        }
    }

    private IEnumerable<CommandParameterInfo> ByPlace(CommandParameterSetInfo set) => set.Parameters
        .Where(parameter => parameter.Position >= 0 && !Names(parameter.Name))
        .OrderBy(static parameter => parameter.Position);
}
