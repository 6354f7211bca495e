#Requires -Version 7.4
#Requires -Modules @{ ModuleName = 'Microsoft.PowerShell.PlatyPS'; RequiredVersion = '1.0.3' }
<#
.SYNOPSIS
Makes what Get-Help shows from the pages in docs/en-US, and brings the pages up to date first.
.DESCRIPTION
A page has two halves. The synopsis, the syntax and the parameters come from the module, the texts from the comments in its source, and
are written anew each time. The description, the examples, the inputs, the outputs, the notes and the links are their author's, and
stay. A command without a page gets one to fill in.

It fails, naming every fault, where a command or a parameter is not described, and where a page describes or uses something that does
not exist. What it writes depends on nothing but the module and the pages, so that a test can compare.
.PARAMETER Destination
The folder that gets docs/en-US (pages) and en-US (help). Without it: the project's own.
#>
[CmdletBinding()]
param([string] $Destination = (Split-Path $PSScriptRoot))
$ErrorActionPreference = 'Stop'

$root = Split-Path $PSScriptRoot
$pages = Join-Path $PSScriptRoot en-US
$faults = [System.Collections.Generic.List[string]]::new()
$placeholder = '{{ Fill in }}'
[cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture

# The texts that every command shares and the source does not hold.
$commonTexts = @{
    WhatIf  = 'Show what would be done, and do nothing.'
    Confirm = 'Ask before each change.'
}

#region What the source says

# The comments of the assembly that the module has loaded; the build leaves them beside its copy of it.
function Read-Comment {
    $assembly = Join-Path $root bin/Ash.PowerShell.dll
    $hash = (Get-FileHash $assembly).Hash
    $built = Get-ChildItem (Join-Path $root src/Ash.PowerShell/bin) -Recurse -Filter Ash.PowerShell.dll |
        Where-Object { (Get-FileHash $_).Hash -eq $hash } | Select-Object -First 1
    if (-not $built) { throw "The source comments of $assembly are not there: build the module first." }
    $comments = @{}
    foreach ($member in ([xml] (Get-Content -Raw ([System.IO.Path]::ChangeExtension($built, 'xml')))).doc.members.member) {
        foreach ($para in $member.SelectNodes('summary/para[@type]')) {
            $comments["$($member.name) $($para.type)"] = ($para.InnerText -replace '\s+', ' ').Trim()
        }
    }
    $comments
}

function Get-ParameterText([System.Management.Automation.CmdletInfo] $Command, [string] $Name) {
    if ($commonTexts.ContainsKey($Name)) { return $commonTexts[$Name] }
    $owner = $Command.ImplementingType.GetProperty($Name).DeclaringType
    $text = $comments["P:$($owner.FullName).$Name description"]
    if (-not $text) { $faults.Add("$($Command.Name) -$Name has no <para type=`"description`"> in its comment.") }
    $text
}

# A parameter's value before anything is bound, where it says something.
function Get-DefaultText([System.Management.Automation.CmdletInfo] $Command, [string] $Name) {
    if ($commonTexts.ContainsKey($Name)) { return '' }
    $value = $Command.ImplementingType.GetProperty($Name).GetValue([Activator]::CreateInstance($Command.ImplementingType))
    # A switch is off, and the zero of a mandatory number is never seen.
    if ($null -eq $value -or $value -is [switch] -or ($value -is [int] -and -not $value) -or $value -is [double]) { return '' }
    $value -join ', '
}

#endregion
#region Pages

# The page of a command, with the module's half made anew and the author's half taken from the page that there is.
function Update-Page([System.Management.Automation.CmdletInfo] $Command) {
    $help = New-CommandHelp -CommandInfo $Command
    $help.Synopsis = $comments["T:$($Command.ImplementingType.FullName) synopsis"]
    if (-not $help.Synopsis) { $faults.Add("$($Command.Name) has no <para type=`"synopsis`"> in its comment.") }
    foreach ($one in @($help) + @($help.Syntax)) { $one.HasCmdletBinding = $true }
    $help.Metadata.Remove('ms.date')
    foreach ($parameter in $help.Parameters) {
        $parameter.Description = Get-ParameterText $Command $parameter.Name
        $parameter.DefaultValue = Get-DefaultText $Command $parameter.Name
        $parameter.Type = $parameter.Type -replace '^System\.Nullable`1\[(.+)\]$', '$1'
        $property = $Command.ImplementingType.GetProperty($parameter.Name)
        $parameter.SupportsWildcards = $property -and $property.IsDefined([System.Management.Automation.SupportsWildcardsAttribute], $true)
        $words = $Command.Parameters[$parameter.Name]
        $parameter.AcceptedValues.Clear()
        if ($words.ParameterType.IsEnum) { $parameter.AcceptedValues.AddRange([string[]] [enum]::GetNames($words.ParameterType)) }
        $words.Attributes.Where{ $_ -is [ValidateSet] }.ForEach{ $parameter.AcceptedValues.AddRange([string[]] $_.ValidValues) }
    }

    $file = Join-Path $pages "$($Command.Name).md"
    $help.Examples.Clear()
    $help.RelatedLinks.Clear()
    if (Test-Path $file) {
        $page = Import-MarkdownCommandHelp $file
        $help.Description = "$($page.Description)".Trim()
        $help.Notes = "$($page.Notes)".Trim()
        $help.Examples.AddRange($page.Examples)
        $help.RelatedLinks.AddRange($page.RelatedLinks)
        foreach ($side in 'Inputs', 'Outputs') {
            $help.$side.Clear()
            $help.$side.AddRange($page.$side)
        }
        foreach ($known in $page.Parameters.Name | Where-Object { $_ -notin $help.Parameters.Name }) {
            $faults.Add("$($Command.Name).md describes -$known, which the command does not have.")
        }
    } else {
        $help.Description = $placeholder
        $help.Notes = ''
        $example = "$placeholder`n`n``````powershell`n$($Command.Name)`n``````"
        $help.Examples.Add([Microsoft.PowerShell.PlatyPS.Model.Example]::new("Example 1: $placeholder", $example))
        foreach ($one in @($help.Inputs) + @($help.Outputs)) { $one.Description = $placeholder }
    }
    $help
}

function Test-Page([Microsoft.PowerShell.PlatyPS.Model.CommandHelp] $Help, [string] $Text) {
    $name = "$($Help.Title).md"
    if ($Text.Contains('{{')) { $faults.Add("$name is not filled in: look for {{ in docs/en-US/$name.") }
    if (-not $Help.Description) { $faults.Add("$name has no description.") }
    if (-not $Help.Examples.Count) { $faults.Add("$name has no examples.") }
    $command = Get-Command $Help.Title
    foreach ($type in $command.OutputType.Type.FullName | Where-Object { $_ -and $_ -notin $Help.Outputs.Typename }) {
        $faults.Add("$name does not say that the command emits $type.")
    }
    foreach ($link in $Help.RelatedLinks | Where-Object { $_.Uri -notmatch '^https:' }) {
        if (-not (Test-Path (Join-Path $pages $link.Uri))) { $faults.Add("$name links to $($link.Uri), which is not there.") }
    }
}

# The code of a page has to parse, to fit, and to use what exists.
function Test-Code([string] $Name, [string] $Text) {
    foreach ($block in [regex]::Matches($Text, '(?ms)^```powershell\n(.*?)^```')) {
        $errors = $null
        $code = [System.Management.Automation.Language.Parser]::ParseInput($block.Groups[1].Value, [ref] $null, [ref] $errors)
        # What is wider is broken in the middle of a word in a console of 80 columns.
        $width = $Name -like 'about_*' ? 72 : 76
        foreach ($line in $block.Groups[1].Value -split '\n' | Where-Object Length -GT $width) {
            $faults.Add("$Name has code wider than ${width}: $line")
        }
        foreach ($fault in $errors) { $faults.Add("${Name}: $($fault.Message) In: $($fault.Extent.Text)") }
        $calls = $code.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)
        foreach ($call in $calls | Where-Object { $_.GetCommandName() -like '*-Ash*' }) {
            $command = $exported[$call.GetCommandName()]
            if (-not $command) {
                $faults.Add("$Name uses $($call.GetCommandName()), which does not exist.")
                continue
            }
            $known = @($command.Parameters.Keys) + @($command.Parameters.Values.Aliases)
            foreach ($parameter in $call.CommandElements | Where-Object { $_ -is [System.Management.Automation.Language.CommandParameterAst] }) {
                if ($parameter.ParameterName -in $known) { continue }
                $faults.Add("$Name uses $($command.Name) -$($parameter.ParameterName), which does not exist.")
            }
        }
    }
}

#endregion
#region What Get-Help shows

# Markdown as the text of a console.
function ConvertTo-PlainText([string] $Text) {
    $Text -replace '(?s)<!--.*?-->\n*' -replace '\[([^\]]+)\]\([^)]+\)', '$1' -replace '`' -replace '\\([<>*_|\[\]])', '$1'
}

# The paragraphs of a text; the console wraps each by itself.
function Get-Paragraph([string] $Text) {
    foreach ($part in (ConvertTo-PlainText $Text).Trim() -split '\n{2,}') {
        if ($part -match '^- ') { $part -replace '\n(?!- )\s*', ' ' } else { $part -replace '\n', ' ' }
    }
}

function Set-Paragraph([System.Xml.XmlNode] $Node, [string[]] $Text) {
    $Node.RemoveAll()
    foreach ($paragraph in $Text) {
        $para = $Node.OwnerDocument.CreateElement('maml', 'para', 'http://schemas.microsoft.com/maml/2004/10')
        $para.InnerText = $paragraph
        $null = $Node.AppendChild($para)
    }
}

# PlatyPS leaves markdown in the help, and the code of an example in its introduction. Get-Help shows everything as it is.
function Convert-Maml([xml] $Maml, [hashtable] $Helps) {
    $names = [System.Xml.XmlNamespaceManager]::new($Maml.NameTable)
    $names.AddNamespace('maml', 'http://schemas.microsoft.com/maml/2004/10')
    $names.AddNamespace('command', 'http://schemas.microsoft.com/maml/dev/command/2004/10')
    $names.AddNamespace('dev', 'http://schemas.microsoft.com/maml/dev/2004/10')
    foreach ($command in $Maml.SelectNodes('//command:command', $names)) {
        $help = $Helps[$command.SelectSingleNode('command:details/command:name', $names).InnerText]

        Set-Paragraph $command.SelectSingleNode('maml:description', $names) (Get-Paragraph $help.Description)
        foreach ($node in $command.SelectNodes('.//maml:description[not(parent::command:command)]', $names)) {
            Set-Paragraph $node (Get-Paragraph $node.InnerText)
        }
        $alerts = $command.SelectSingleNode('maml:alertSet', $names)
        if ($alerts -and $help.Notes) { Set-Paragraph $alerts.SelectSingleNode('maml:alert', $names) (Get-Paragraph $help.Notes) }
        elseif ($alerts) { $null = $alerts.ParentNode.RemoveChild($alerts) }

        # The type as the syntax has it: a short name for a person to read.
        foreach ($parameter in $command.SelectNodes('command:parameters/command:parameter', $names)) {
            $name = $parameter.SelectSingleNode('maml:name', $names).InnerText
            $short = $command.SelectSingleNode("command:syntax//command:parameter[maml:name='$name']/command:parameterValue", $names)
            $value = $parameter.SelectSingleNode('command:parameterValue', $names)
            if ($short -and $value) { $value.InnerText = $short.InnerText }
            $default = ($help.Parameters | Where-Object Name -EQ $name).DefaultValue
            if (-not $default) { continue }
            $node = $Maml.CreateElement('dev', 'defaultValue', $names.LookupNamespace('dev'))
            $parameter.AppendChild($node).InnerText = $default
        }

        $i = 0
        foreach ($example in $command.SelectNodes('command:examples/command:example', $names)) {
            $example.SelectSingleNode('maml:title', $names).InnerText = $help.Examples[$i].Title
            # Get-Help glues an introduction to the code, so the code comes first, then what it shows, as it is, then the words.
            $blocks = [regex]::Matches($help.Examples[$i].Remarks, '(?ms)^```(\w*)\n(.*?)^```$')
            $words = $help.Examples[$i++].Remarks -replace '(?ms)^```\w*\n.*?^```$'
            Set-Paragraph $example.SelectSingleNode('maml:introduction', $names)
            $example.SelectSingleNode('dev:code', $names).InnerText = $blocks[0].Groups[2].Value.TrimEnd()
            $remarks = @($blocks | Select-Object -Skip 1 | ForEach-Object { $_.Groups[2].Value.TrimEnd() }) + @(Get-Paragraph $words) -ne ''
            $node = $example.SelectSingleNode('dev:remarks', $names)
            # The empty paragraph keeps the next title apart.
            if ($remarks) { Set-Paragraph $node ($remarks + '') } else { $null = $example.RemoveChild($node) }
        }

        foreach ($link in $command.SelectNodes('command:relatedLinks/maml:navigationLink', $names)) {
            $uri = $link.SelectSingleNode('maml:uri', $names)
            # A page is found by the name of its command.
            if ($uri.InnerText -match '\.md$') { $uri.InnerText = '' }
            elseif (-not $uri.InnerText) { $null = $link.ParentNode.RemoveChild($link) }
        }
    }
    $text = [System.IO.StringWriter]::new()
    $writer = [System.Xml.XmlWriter]::Create($text, [System.Xml.XmlWriterSettings]@{
            Indent = $true; NewLineChars = "`n"; NewLineHandling = 'None'; OmitXmlDeclaration = $true
        })
    $Maml.Save($writer)
    $writer.Dispose()
    "<?xml version=`"1.0`" encoding=`"utf-8`"?>`n" + ($text.ToString() -replace '^<\?xml.*?\?>\s*')
}

# Words in lines of at most 80 characters.
function Format-Line([string] $Text, [int] $Indent, [string] $Mark = '') {
    $first = ' ' * $Indent + $Mark
    $line = $first
    foreach ($word in (ConvertTo-PlainText $Text) -split '\s+' | Where-Object { $_ }) {
        if ($line.Length + $word.Length -ge 80 -and $line.Trim() -ne $Mark.Trim()) {
            $line.TrimEnd()
            $line = ' ' * $first.Length
        }
        $line += "$word "
    }
    $line.TrimEnd()
}

function Format-TableText([string[]] $Row) {
    $head, $null, $lines = $Row
    $columns = $head.Trim('|', ' ') -split '\s*(?<!\\)\|\s*'
    foreach ($line in $lines) {
        $cells = $line.Trim('|', ' ') -split '\s*(?<!\\)\|\s*'
        Format-Line $cells[0] 4
        for ($i = 1; $i -lt $cells.Count; $i++) {
            if (-not $cells[$i]) { continue }
            Format-Line $(if ($cells.Count -gt 2) { "$($columns[$i]): $($cells[$i])" } else { $cells[$i] }) 8
        }
        ''
    }
}

# An about topic as text. Get-Help takes its synopsis from the fifth line.
function ConvertTo-AboutText([string] $Markdown) {
    $body = $Markdown -replace '(?s)\A---\n.*?\n---\n' -replace '(?s)<!--.*?-->\n'
    $lines = foreach ($part in [regex]::Matches($body, '(?ms)^```\w*\n.*?^```$|(?:^\S[^\n]*\n?|^ +\S[^\n]*\n?)+').Value) {
        $text = $part.TrimEnd()
        switch -Regex ($text) {
            '^# ' { 'TOPIC'; "    $($text.Substring(2))"; ''; break }
            '^## ' { $text.Substring(3).ToUpperInvariant(); break }
            '^### ' { "  $(ConvertTo-PlainText $text.Substring(4))"; break }
            '^```' { ($text -split '\n')[1..($text.Split("`n").Count - 2)].ForEach{ "        $_".TrimEnd() }; ''; break }
            '^\|' { Format-TableText ($text -split '\n'); break }
            '^- ' { foreach ($item in $text -split '\n(?=- )') { Format-Line $item.Substring(2) 4 '- ' }; ''; break }
            default { Format-Line $text 4; '' }
        }
    }
    ($lines -join "`n").TrimEnd() + "`n"
}

#endregion

Import-Module (Join-Path $root Ash.psd1)
Import-Module Microsoft.PowerShell.PlatyPS -RequiredVersion 1.0.3
$comments = Read-Comment
$exported = @{}
foreach ($command in Get-Command -Module Ash) { $exported[$command.Name] = $command }

$made = [ordered]@{}
$helps = @{}
foreach ($command in $exported.Values | Sort-Object Name) {
    $help = Update-Page $command
    $helps[$command.Name] = $help
    $text = $help.ToMarkdownString().ReplaceLineEndings("`n") -replace '(?ms)^## ALIASES.*?(?=^## )' -replace '(?m)[ \t]+$' -replace '\n{3,}', "`n`n"
    $text = $text.TrimEnd() + "`n"
    $made["docs/en-US/$($command.Name).md"] = $text
    Test-Page $help $text
    Test-Code "$($command.Name).md" $text
}

$abouts = foreach ($file in Get-ChildItem $pages -Filter about_*.help.md | Sort-Object Name) {
    $text = (Get-Content -Raw $file).ReplaceLineEndings("`n")
    Test-Code $file.Name $text
    $made["docs/en-US/$($file.Name)"] = $text
    $made["en-US/$($file.BaseName).txt"] = ConvertTo-AboutText $text
    $file.BaseName
}
foreach ($file in Get-ChildItem $pages -Filter *-*.md | Where-Object { -not $exported[$_.BaseName] }) {
    $faults.Add("$($file.Name) is the page of a command that does not exist.")
}
foreach ($file in Get-ChildItem (Join-Path $Destination en-US) -Filter *.txt -ErrorAction Ignore | Where-Object BaseName -NotIn $abouts) {
    $faults.Add("en-US/$($file.Name) has no page.")
}

$scratch = Join-Path ([System.IO.Path]::GetTempPath()) ([System.IO.Path]::GetRandomFileName())
try {
    $null = Export-MamlCommandHelp -CommandHelp ($helps.Values | Sort-Object Title) -OutputFolder $scratch
    $file = Get-ChildItem $scratch -Recurse -Filter Ash.PowerShell.dll-Help.xml
    $made['en-US/Ash.PowerShell.dll-Help.xml'] = Convert-Maml ([xml] (Get-Content -Raw $file)) $helps
} finally {
    Remove-Item $scratch -Recurse -Force -ErrorAction Ignore
}

# A page with faults stays as it is, for its author to correct; only a new one is written, to be filled in.
foreach ($path in $made.Keys) {
    $file = Join-Path $Destination $path
    if ($faults.Count -and (Test-Path (Join-Path $root $path))) { continue }
    $null = New-Item -ItemType Directory (Split-Path $file) -Force
    [System.IO.File]::WriteAllText($file, $made[$path].ReplaceLineEndings("`n"))
}
if ($faults.Count) {
    $faults | ForEach-Object { Write-Warning $_ }
    throw "The help is not complete. Faults: $($faults.Count)."
}
