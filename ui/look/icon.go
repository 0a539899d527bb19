package look

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"hangup/assets"
)

// Icon names a picture by what it means.
type Icon string

// The icons.
const (
	IconHangUp      Icon = "hang_up"
	IconCall        Icon = "call"
	IconStop        Icon = "level_stop"
	IconCareful     Icon = "level_careful"
	IconUnlisted    Icon = "level_unlisted"
	IconKnown       Icon = "level_known"
	IconCode        Icon = "code"
	IconSaid        Icon = "said"
	IconCheckNumber Icon = "check_number"
	IconTold        Icon = "told"
	IconPerson      Icon = "person"
	IconFamily      Icon = "family"
	IconList        Icon = "list"
	IconSync        Icon = "sync"
	IconBack        Icon = "back"
	IconCopy        Icon = "copy"
	IconPoint       Icon = "point"
	IconMore        Icon = "more"
	IconHome        Icon = "home"
	IconFolder      Icon = "folder"
	IconFile        Icon = "file"
	IconChosen      Icon = "chosen"
	IconNotChosen   Icon = "not_chosen"
	IconDone        Icon = "done"
	IconTicked      Icon = "ticked"
	IconNotTicked   Icon = "not_ticked"
	IconBank        Icon = "bank"
	IconShield      Icon = "shield"
	IconMoney       Icon = "money"
	IconScreen      Icon = "screen"
	IconPapers      Icon = "papers"
	IconOther       Icon = "other"
	IconPrint       Icon = "print"
	IconAloud       Icon = "read_aloud"
	IconQuiet       Icon = "quiet"
	IconHelp        Icon = "help"
)

// toolkitIcons are the pictures taken from the toolkit; all others are drawn for this program.
var toolkitIcons = map[Icon]fyne.ThemeIconName{
	IconPoint: theme.IconNameNavigateNext, IconMore: theme.IconNameArrowDropDown, IconFolder: theme.IconNameFolder,
	IconFile: theme.IconNameFile, IconChosen: theme.IconNameRadioButtonChecked, IconNotChosen: theme.IconNameRadioButton,
	IconDone: theme.IconNameConfirm, IconHome: theme.IconNameHome, IconTicked: theme.IconNameCheckButtonChecked,
	IconNotTicked: theme.IconNameCheckButton, IconScreen: theme.IconNameComputer, IconPapers: theme.IconNameDocument,
	IconOther: theme.IconNameMoreHorizontal, IconPrint: theme.IconNameDocumentPrint,
	IconQuiet: theme.IconNameMediaStop, IconHelp: theme.IconNameHelp,
}

// tinted returns an icon in a colour of the theme, so that it is never dark on dark.
func tinted(i Icon, c fyne.ThemeColorName) fyne.Resource {
	return theme.NewColoredResource(source(i), c)
}

func source(i Icon) fyne.Resource {
	if name, ok := toolkitIcons[i]; ok {
		return theme.DefaultTheme().Icon(name)
	}
	return fyne.NewStaticResource(string(i)+".svg", assets.Icon(string(i)))
}

func picture(i Icon, c fyne.ThemeColorName) *canvas.Image {
	image := canvas.NewImageFromResource(tinted(i, c))
	image.FillMode = canvas.ImageFillContain
	return image
}
